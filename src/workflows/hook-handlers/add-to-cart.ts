import type { MedusaContainer } from "@medusajs/framework/types"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { readCart, toLines } from "../../domain/inventory/demand"
import type { QuantityInput } from "../../shared/quantity"
import type { Reduction } from "../../modules/ledger/operations/release"
import { coverChange, undoChange } from "./cover-change"

interface AddToCart {
  input: { cart_id: string; items?: { variant_id?: string; quantity?: QuantityInput }[] }
}

/**
 * For `addToCartWorkflow.hooks.validate`. Call it from your own handler when ours is switched off.
 */
export async function validateAddToCart(
  { input }: AddToCart,
  { container }: { container: MedusaContainer }
): Promise<StepResponse<undefined, Reduction[]>> {
  const cart = await readCart(container, input.cart_id)
  // Medusa takes a line without a quantity for one unit.
  const asked = (input.items ?? []).map((item) => ({
    variant_id: item.variant_id,
    quantity: item.quantity ?? 1,
  }))
  const added = await coverChange(container, { ...cart, lines: [...cart.lines, ...toLines(asked)] })
  return new StepResponse(undefined, added)
}

export async function undoAddToCart(
  added: Reduction[] | undefined,
  { container }: { container: MedusaContainer }
): Promise<void> {
  await undoChange(container, added)
}
