import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { deleteDropStep, type DeleteDropInput } from "../steps/delete-drop"

/** Deletes a draft, or a drop that is over and of which nobody holds anything. */
export const deleteDropWorkflow = createWorkflow(
  "holdfast-delete-drop",
  function (input: DeleteDropInput) {
    return new WorkflowResponse(deleteDropStep(input))
  }
)
