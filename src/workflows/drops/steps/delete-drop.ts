import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { dropsOf } from "../../../domain/container"
import { withDropLocked } from "../../../domain/inventory/allotments"
import { deleteDrop } from "../../../domain/drops/remove"
import { refusing } from "../refusing"

export interface DeleteDropInput {
  id: string
}

/**
 * Compensation brings the description back; the stock of a drop that is over had gone back before.
 */
export const deleteDropStep = createStep(
  "holdfast-delete-drop",
  ({ id }: DeleteDropInput, { container }) =>
    refusing(async () => {
      await withDropLocked(container, id, () => deleteDrop(container, id))
      return new StepResponse({ id }, id)
    }),
  async (id, { container }) => {
    if (id) await dropsOf(container).restoreDrops([id])
  }
)
