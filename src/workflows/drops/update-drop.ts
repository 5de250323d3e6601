import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import type { AdminUpdateDrop } from "../../contracts/admin-drops"
import { assertMayChange } from "../../domain/drops/checks"
import { retrieveDrop, type DropRow } from "../../domain/drops/definitions"
import { planUpdate } from "../../domain/drops/plan"
import { resizeStock } from "../../domain/drops/stock"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"
import { emitDropChanged, markDropStep } from "./steps"

export interface UpdateDropInput {
  id: string
  update: AdminUpdateDrop
}

const planDropUpdateStep = createStep(
  "holdfast-plan-drop-update",
  ({ id, update }: UpdateDropInput, { container }) =>
    keepErrorDetails(async () => {
      const values = await planUpdate(container, await retrieveDrop(container, id), update)
      await assertMayChange(container, id, values)
      return new StepResponse({ id, values })
    })
)

/** Not compensated: somebody else may have the returned units. */
const resizeDropStockStep = createStep(
  "holdfast-resize-drop-stock",
  ({ id, values }: { id: string; values: Partial<DropRow> }, { container }) =>
    keepErrorDetails(async () => {
      const next = { ...(await retrieveDrop(container, id)), ...values }
      const total_quantity = await resizeStock(container, next)
      return new StepResponse({ ...values, id, total_quantity })
    })
)

/** Changes a drop that is not closed; a new quantity takes or returns stock. */
export const updateDropWorkflow = createWorkflow(
  "holdfast-update-drop",
  function (input: UpdateDropInput) {
    const lock = lockStock("drop", input.id)
    const plan = planDropUpdateStep(input)
    const values = resizeDropStockStep(plan)
    markDropStep(values)
    emitDropChanged(input.id, "updated")
    unlockStock(lock)
    return new WorkflowResponse({ id: input.id })
  }
)
