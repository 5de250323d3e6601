import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import type { AdminSetAllotmentBody } from "../../../contracts/allotments"
import { setAllotment } from "../../../domain/shared-inventories/allot"
import { refusing } from "../../drops/refusing"

export interface SetAllotmentInput extends AdminSetAllotmentBody {
  shared_inventory_id: string
}

/** Not compensated: units that were given back may be somebody else's at once. */
export const setAllotmentStep = createStep(
  "holdfast-set-allotment",
  ({ shared_inventory_id, ...wanted }: SetAllotmentInput, { container }) =>
    refusing(async () => {
      await setAllotment(container, shared_inventory_id, wanted)
      return new StepResponse(undefined)
    })
)
