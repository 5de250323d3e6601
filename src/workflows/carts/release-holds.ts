import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { ledgerOf } from "../../domain/container"
import { keepErrorDetails } from "../../shared/request-context"

export interface ReleaseCartHoldsInput {
  cart_id: string
}

/** Not compensated: somebody else may have the units. `extendCartHoldsWorkflow` holds again. */
export const releaseCartHoldsStep = createStep(
  "holdfast-release-cart-holds",
  ({ cart_id }: ReleaseCartHoldsInput, { container }) =>
    keepErrorDetails(async () => {
      const ledger = ledgerOf(container)
      const holds = await ledger.listHolds({
        holder: [{ type: "cart", id: cart_id }],
        state: "active",
      })
      const released = await ledger.release(
        holds.map((hold) => ({ hold_id: hold.id, quantity: hold.quantity })),
        { actor: "shopper", reason: "the shopper released the units" }
      )
      return new StepResponse({ released: released.length })
    })
)

export const releaseCartHoldsWorkflow = createWorkflow(
  "holdfast-release-cart-holds",
  function (input: ReleaseCartHoldsInput) {
    return new WorkflowResponse(releaseCartHoldsStep(input))
  }
)
