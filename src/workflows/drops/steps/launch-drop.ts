import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { announce, scheduleDrop } from "../../../domain/drops/manage"
import { refusing } from "../refusing"

/**
 * Sets a new drop's stock aside, where it is no draft, and tells of it. Undone by the step that
 * made the drop.
 */
export const launchDropStep = createStep(
  "holdfast-launch-drop",
  ({ id, schedule }: { id: string; schedule: boolean }, { container }) =>
    refusing(async () => {
      if (schedule) await scheduleDrop(container, id, "created")
      else await announce(container, { drop_id: id, change: "created" })
      return new StepResponse({ id })
    })
)
