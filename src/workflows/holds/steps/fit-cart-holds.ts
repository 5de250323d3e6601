import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { fitHoldsToCart } from "../../../domain/carts/fit"

export interface FitCartHoldsInput {
  cart_id: string
}

/** Not compensated: it follows what the cart already is. */
export const fitCartHoldsStep = createStep(
  "holdfast-fit-cart-holds",
  async ({ cart_id }: FitCartHoldsInput, { container }) => {
    await fitHoldsToCart(container, cart_id)
    return new StepResponse(undefined)
  }
)
