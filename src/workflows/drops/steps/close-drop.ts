import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { withDropLocked } from "../../../domain/inventory/allotments"
import { closeDrop } from "../../../domain/drops/manage"
import { refusing } from "../refusing"

export interface CloseDropInput {
  id: string
  status: "ended" | "cancelled"
}

/** Not compensated: the units that went back may be somebody else's at once. */
export const closeDropStep = createStep(
  "holdfast-close-drop",
  ({ id, status }: CloseDropInput, { container }) =>
    refusing(async () => {
      await withDropLocked(container, id, () => closeDrop(container, id, status))
      return new StepResponse({ id })
    })
)
