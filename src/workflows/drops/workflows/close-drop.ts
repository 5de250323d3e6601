import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { closeDropStep, type CloseDropInput } from "../steps/close-drop"

/** Ends or cancels a drop; what nobody holds goes back to the shop at once. */
export const closeDropWorkflow = createWorkflow(
  "holdfast-close-drop",
  function (input: CloseDropInput) {
    return new WorkflowResponse(closeDropStep(input))
  }
)
