import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { settleOrderHoldsStep, type SettleOrderHoldsInput } from "../steps/settle-order"

/** Consumes the holds of the cart that an order came from. Safe to run any number of times. */
export const settleOrderHoldsWorkflow = createWorkflow(
  "holdfast-settle-order-holds",
  function (input: SettleOrderHoldsInput) {
    return new WorkflowResponse(settleOrderHoldsStep(input))
  }
)
