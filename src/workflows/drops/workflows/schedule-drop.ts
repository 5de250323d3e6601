import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { scheduleDropStep, type ScheduleDropInput } from "../steps/schedule-drop"

/**
 * Sets a draft's stock aside, all of it or none; from then on the clock decides whether it is live.
 */
export const scheduleDropWorkflow = createWorkflow(
  "holdfast-schedule-drop",
  function (input: ScheduleDropInput) {
    return new WorkflowResponse(scheduleDropStep(input))
  }
)
