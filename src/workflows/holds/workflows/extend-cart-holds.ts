import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { extendCartHoldsStep, type ExtendCartHoldsInput } from "../steps/extend-cart-holds"

/** Starts the time of a cart's holds again and takes units anew that it lacks, all or none. */
export const extendCartHoldsWorkflow = createWorkflow(
  "holdfast-extend-cart-holds",
  function (input: ExtendCartHoldsInput) {
    return new WorkflowResponse(extendCartHoldsStep(input))
  }
)
