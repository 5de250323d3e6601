import { createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import type { AdminSetAllotmentBody } from "../../contracts/allotments"
import { assertMayAllot, setAllotment } from "../../domain/shared-inventories/allot"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"

export interface SetAllotmentInput extends AdminSetAllotmentBody {
  shared_inventory_id: string
}

const validateAllotmentStep = createStep(
  "holdfast-validate-allotment",
  ({ shared_inventory_id, quantity }: SetAllotmentInput, { container }) =>
    keepErrorDetails(() => assertMayAllot(container, shared_inventory_id, quantity))
)

/** Not compensated: somebody else may have the returned units. */
export const setAllotmentStep = createStep(
  "holdfast-set-allotment",
  ({ shared_inventory_id, ...wanted }: SetAllotmentInput, { container }) =>
    keepErrorDetails(() => setAllotment(container, shared_inventory_id, wanted))
)

/** Sets the units of a variant that are allotted to a shared inventory. Safe to repeat. */
export const setAllotmentWorkflow = createWorkflow(
  "holdfast-set-allotment",
  function (input: SetAllotmentInput) {
    const lock = lockStock("shared_inventory", input.shared_inventory_id)
    validateAllotmentStep(input)
    setAllotmentStep(input)
    unlockStock(lock)
  }
)
