import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { fitCartHoldsStep, type FitCartHoldsInput } from "../steps/fit-cart-holds"

/** Brings a cart's holds down to what its lines still need. Safe to run any number of times. */
export const fitCartHoldsWorkflow = createWorkflow(
  "holdfast-fit-cart-holds",
  function (input: FitCartHoldsInput) {
    return new WorkflowResponse(fitCartHoldsStep(input))
  }
)
