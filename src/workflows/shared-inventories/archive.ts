import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { returnAllotments } from "../../domain/shared-inventories/allot"
import { setArchived, type InventoryRef } from "../../domain/shared-inventories/inventories"
import { lockStock, unlockStock } from "../common/lock"
import { keepErrorDetails } from "../../shared/request-context"

/** Not compensated: archiving it again finishes. */
export const archiveSharedInventoryStep = createStep(
  "holdfast-archive-shared-inventory",
  (ref: InventoryRef, { container }) => keepErrorDetails(() => setArchived(container, ref, true))
)

/** Not compensated: somebody else may have the returned units. */
export const returnAllotmentsStep = createStep(
  "holdfast-return-allotments",
  ({ shared_inventory_id }: { shared_inventory_id: string }, { container }) =>
    keepErrorDetails(
      async () => new StepResponse(await returnAllotments(container, shared_inventory_id))
    )
)

/** Returns a shared inventory's free allotted units to the shop. Safe to repeat. */
export const returnAllotmentsWorkflow = createWorkflow(
  "holdfast-return-allotments",
  function (input: { shared_inventory_id: string }) {
    const lock = lockStock("shared_inventory", input.shared_inventory_id)
    returnAllotmentsStep(input)
    unlockStock(lock)
  }
)

/** Archives a shared inventory and returns its stock to the shop. Safe to repeat. */
export const archiveSharedInventoryWorkflow = createWorkflow(
  "holdfast-archive-shared-inventory",
  function (input: InventoryRef) {
    archiveSharedInventoryStep(input)
    returnAllotmentsWorkflow.runAsStep({
      input: { shared_inventory_id: input.shared_inventory_id },
    })
  }
)
