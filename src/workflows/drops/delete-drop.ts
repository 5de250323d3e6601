import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { dropsOf } from "../../domain/container"
import { assertMayDelete, assertNothingHeld } from "../../domain/drops/checks"
import { forgetDrop } from "../../domain/drops/definitions"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"
import { returnDropStockStep } from "./steps"

export interface DeleteDropInput {
  id: string
}

const validateDropToDeleteStep = createStep(
  "holdfast-validate-drop-to-delete",
  ({ id }: DeleteDropInput, { container }) => keepErrorDetails(() => assertMayDelete(container, id))
)

/** Its pool is closed by now, so no hold is added after the check. Its journal stays. */
export const deleteDropStep = createStep(
  "holdfast-delete-drop",
  ({ id }: DeleteDropInput, { container }) =>
    keepErrorDetails(async () => {
      await assertNothingHeld(container, id)
      await dropsOf(container).softDeleteDrops([id])
      forgetDrop(id)
      return new StepResponse({ id }, id)
    }),
  async (id, { container }) => {
    if (id) await dropsOf(container).restoreDrops([id])
  }
)

/** Deletes a draft, or a closed drop without holds. */
export const deleteDropWorkflow = createWorkflow(
  "holdfast-delete-drop",
  function (input: DeleteDropInput) {
    const lock = lockStock("drop", input.id)
    validateDropToDeleteStep(input)
    returnDropStockStep(input)
    const deleted = deleteDropStep(input)
    unlockStock(lock)
    return new WorkflowResponse(deleted)
  }
)
