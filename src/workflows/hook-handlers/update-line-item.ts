import type { MedusaContainer } from "@medusajs/framework/types"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { readCart, toLines } from "../../domain/inventory/demand"
import type { QuantityInput } from "../../shared/quantity"
import type { Reduction } from "../../modules/ledger/operations/release"
import { coverChange, undoChange } from "./cover-change"

interface UpdateLineItem {
  input: { cart_id: string; item_id: string; update: { quantity?: QuantityInput } }
}

/**
 * For `updateLineItemInCartWorkflow.hooks.validate`. A smaller quantity asks for nothing here: what
 * it frees is given back after the change is written, by the subscriber on `cart.updated`.
 */
export async function validateUpdateLineItem(
  { input }: UpdateLineItem,
  { container }: { container: MedusaContainer }
): Promise<StepResponse<undefined, Reduction[]>> {
  const cart = await readCart(container, input.cart_id)
  const { quantity } = input.update
  const lines = cart.lines.flatMap((line) =>
    line.line_item_id === input.item_id && quantity !== undefined
      ? toLines([{ id: line.line_item_id, variant_id: line.variant_id, quantity }])
      : [line]
  )
  const added = await coverChange(container, { ...cart, lines })
  return new StepResponse(undefined, added)
}

export async function undoUpdateLineItem(
  added: Reduction[] | undefined,
  { container }: { container: MedusaContainer }
): Promise<void> {
  await undoChange(container, added)
}
