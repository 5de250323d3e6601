import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { withDropLocked } from "../../../domain/inventory/allotments"
import { scheduleDrop } from "../../../domain/drops/manage"
import { refusing } from "../refusing"

export interface ScheduleDropInput {
  id: string
}

/**
 * Not compensated: the units may be reserved the moment the drop is live. To undo it, cancel the
 * drop.
 */
export const scheduleDropStep = createStep(
  "holdfast-schedule-drop",
  ({ id }: ScheduleDropInput, { container }) =>
    refusing(async () => {
      await withDropLocked(container, id, () => scheduleDrop(container, id))
      return new StepResponse({ id })
    })
)
