import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { settleOrder } from "../../../domain/checkout/settle"

export interface SettleOrderHoldsInput {
  order_id: string
}

/** Not compensated: the order stands, and settling its holds again does nothing. */
export const settleOrderHoldsStep = createStep(
  { name: "holdfast-settle-order-holds", maxRetries: 3 },
  async ({ order_id }: SettleOrderHoldsInput, { container }) => {
    await settleOrder(container, order_id)
    return new StepResponse(undefined)
  }
)
