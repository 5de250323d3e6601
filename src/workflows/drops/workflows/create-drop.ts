import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { createDropStep, type CreateDropInput } from "../steps/create-drop"
import { launchDropStep } from "../steps/launch-drop"

/** Makes a drop and, where it is no draft, sets its stock aside: both or neither. */
export const createDropWorkflow = createWorkflow(
  "holdfast-create-drop",
  function (input: CreateDropInput) {
    return new WorkflowResponse(launchDropStep(createDropStep(input)))
  }
)
