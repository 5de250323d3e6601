import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { updateDropStep, type UpdateDropInput } from "../steps/update-drop"

/** Changes a drop that is not over; a new quantity takes or returns stock. */
export const updateDropWorkflow = createWorkflow(
  "holdfast-update-drop",
  function (input: UpdateDropInput) {
    return new WorkflowResponse(updateDropStep(input))
  }
)
