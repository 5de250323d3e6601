import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import type { AdminUpdateDrop } from "../../../contracts/admin-drops"
import { withDropLocked } from "../../../domain/inventory/allotments"
import { retrieve, updateDrop } from "../../../domain/drops/manage"
import { planUpdate } from "../../../domain/drops/plan"
import { refusing } from "../refusing"

export interface UpdateDropInput {
  id: string
  update: AdminUpdateDrop
}

/**
 * Not compensated: units that were given back by a smaller quantity may be somebody else's at once.
 */
export const updateDropStep = createStep(
  "holdfast-update-drop",
  ({ id, update }: UpdateDropInput, { container }) =>
    refusing(async () => {
      await withDropLocked(container, id, async () => {
        const drop = await retrieve(container, id)
        return updateDrop(container, id, await planUpdate(container, drop, update))
      })
      return new StepResponse({ id })
    })
)
