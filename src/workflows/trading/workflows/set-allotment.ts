import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { setAllotmentStep, type SetAllotmentInput } from "../steps/set-allotment"

/** Sets units of a variant aside for a shared inventory's members, or returns them. */
export const setAllotmentWorkflow = createWorkflow(
  "holdfast-set-allotment",
  function (input: SetAllotmentInput) {
    return new WorkflowResponse(setAllotmentStep(input))
  }
)
