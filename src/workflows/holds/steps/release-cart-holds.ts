import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ledgerOf } from "../../../domain/container"

export interface ReleaseCartHoldsInput {
  cart_id: string
}

/**
 * Releases all holds of a cart. It has no compensation: the units may be somebody else's the moment
 * they are free, and taking them again is what `extendCartHoldsWorkflow` does.
 */
export const releaseCartHoldsStep = createStep(
  "holdfast-release-cart-holds",
  async ({ cart_id }: ReleaseCartHoldsInput, { container }) => {
    const ledger = ledgerOf(container)
    const holds = await ledger.listHolds({
      holder: [{ type: "cart", id: cart_id }],
      state: "active",
    })
    const released = await ledger.release(
      holds.map((hold) => ({ hold_id: hold.id, quantity: hold.quantity })),
      { actor: "shopper", reason: "the shopper gave the units back" }
    )
    return new StepResponse({ released: released.length })
  }
)
