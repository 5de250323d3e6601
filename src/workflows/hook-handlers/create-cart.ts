import type { MedusaContainer } from "@medusajs/framework/types"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { readCart } from "../../domain/inventory/demand"
import type { Reduction } from "../../modules/ledger/operations/release"
import { coverChange, undoChange } from "./cover-change"

/**
 * For `createCartWorkflow.hooks.cartCreated`: a cart that is created with items holds them from the
 * start.
 */
export async function coverCreatedCart(
  { cart }: { cart: { id: string } },
  { container }: { container: MedusaContainer }
): Promise<StepResponse<undefined, Reduction[]>> {
  const added = await coverChange(container, await readCart(container, cart.id))
  return new StepResponse(undefined, added)
}

export async function undoCreatedCart(
  added: Reduction[] | undefined,
  { container }: { container: MedusaContainer }
): Promise<void> {
  await undoChange(container, added)
}
