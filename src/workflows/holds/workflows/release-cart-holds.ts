import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { releaseCartHoldsStep, type ReleaseCartHoldsInput } from "../steps/release-cart-holds"

/** Gives all units that a cart holds back at once. */
export const releaseCartHoldsWorkflow = createWorkflow(
  "holdfast-release-cart-holds",
  function (input: ReleaseCartHoldsInput) {
    return new WorkflowResponse(releaseCartHoldsStep(input))
  }
)
