import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { assertMaySchedule } from "../../domain/drops/checks"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"
import { emitDropChanged, markDropStep, allotDropStockStep } from "./steps"

export interface ScheduleDropInput {
  id: string
}

const validateDropToScheduleStep = createStep(
  "holdfast-validate-drop-to-schedule",
  ({ id }: ScheduleDropInput, { container }) =>
    keepErrorDetails(() => assertMaySchedule(container, id))
)

/** Allots a draft's stock, all or nothing; the clock decides when it is live. */
export const scheduleDropWorkflow = createWorkflow(
  "holdfast-schedule-drop",
  function (input: ScheduleDropInput) {
    const lock = lockStock("drop", input.id)
    validateDropToScheduleStep(input)
    const { pool_id } = allotDropStockStep(input)
    markDropStep({ id: input.id, status: "scheduled", pool_id })
    emitDropChanged(input.id, "scheduled")
    unlockStock(lock)
    return new WorkflowResponse({ id: input.id })
  }
)
