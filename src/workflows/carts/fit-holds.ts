import { createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { fitHoldsToCart } from "../../domain/carts/fit"

export interface FitCartHoldsInput {
  cart_id: string
}

/** Not compensated: it only follows the cart. */
export const fitCartHoldsStep = createStep(
  "holdfast-fit-cart-holds",
  ({ cart_id }: FitCartHoldsInput, { container }) => fitHoldsToCart(container, cart_id)
)

/** Releases what a cart's lines no longer need. Safe to repeat. */
export const fitCartHoldsWorkflow = createWorkflow(
  "holdfast-fit-cart-holds",
  function (input: FitCartHoldsInput) {
    fitCartHoldsStep(input)
  }
)
