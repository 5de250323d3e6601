import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { assertMayClose } from "../../domain/drops/checks"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"
import { emitDropChanged, markDropStep, returnDropStockStep } from "./steps"

export interface CloseDropInput {
  id: string
  status: "ended" | "cancelled"
}

const validateDropToCloseStep = createStep(
  "holdfast-validate-drop-to-close",
  ({ id, status }: CloseDropInput, { container }) =>
    keepErrorDetails(() => assertMayClose(container, id, status))
)

/** Ends or cancels a drop; free units return to the shop. */
export const closeDropWorkflow = createWorkflow(
  "holdfast-close-drop",
  function (input: CloseDropInput) {
    const lock = lockStock("drop", input.id)
    validateDropToCloseStep(input)
    returnDropStockStep({ id: input.id })
    markDropStep({ id: input.id, status: input.status })
    emitDropChanged(input.id, input.status)
    unlockStock(lock)
    return new WorkflowResponse({ id: input.id })
  }
)
