import { emitEventStep } from "@medusajs/medusa/core-flows"
import { createStep, StepResponse, type WorkflowData } from "@medusajs/framework/workflows-sdk"
import { DROP_EVENTS, type DropChangedData } from "../../contracts/drop-events"
import { retrieveDrop, writeDrop, type DropRow } from "../../domain/drops/definitions"
import { returnStock, allotStock } from "../../domain/drops/stock"
import { keepErrorDetails } from "../../shared/request-context"

interface OfDrop {
  id: string
}

/** Not compensated: nobody can reserve yet, and a retry continues here. */
export const allotDropStockStep = createStep(
  "holdfast-allot-drop-stock",
  ({ id }: OfDrop, { container }) =>
    keepErrorDetails(async () => {
      const pool_id = await allotStock(container, await retrieveDrop(container, id))
      return new StepResponse({ pool_id })
    })
)

/** Not compensated: somebody else may have the returned units. */
export const returnDropStockStep = createStep(
  "holdfast-return-drop-stock",
  ({ id }: OfDrop, { container }) =>
    keepErrorDetails(async () => {
      await returnStock(container, await retrieveDrop(container, id))
    })
)

/** Not compensated: units may be reserved as soon as the drop is live. */
export const markDropStep = createStep(
  "holdfast-mark-drop",
  ({ id, ...values }: OfDrop & Partial<DropRow>, { container }) =>
    keepErrorDetails(() => writeDrop(container, id, values))
)

/** Emitted when the workflow has succeeded. */
export const emitDropChanged = (
  drop_id: string | WorkflowData<string>,
  change: DropChangedData["change"] | WorkflowData<DropChangedData["change"]>
) => emitEventStep({ eventName: DROP_EVENTS.changed, data: { drop_id, change } })
