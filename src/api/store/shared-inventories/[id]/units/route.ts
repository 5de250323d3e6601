import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answered } from "../../../../utils/answered"
import { pageOf } from "../../../../utils/trading-route"
import { listUnits } from "../../../../../domain/vaults/describe"
import { sharedOf, checkMay } from "../../../../../domain/shared-inventories/permissions"
import type { StoreUnitsAnswer } from "../../../../../contracts/vaults"
import type { StoreUnitsParams } from "../../../vault/validators"
import { refOf } from "../../context"

/** What is in it, by variant: for every active member. */
export const GET = answered(async (req: MedusaRequest, res: MedusaResponse<StoreUnitsAnswer>) => {
  const ref = refOf(req)
  await checkMay(req.scope, ref.customer_id, "see", ref.shared_inventory_id)
  const { limit, offset, variant_id } = pageOf<StoreUnitsParams>(req)
  const page = { limit, offset, variant_ids: variant_id }
  const { units, count } = await listUnits(req.scope, sharedOf(ref.shared_inventory_id), page)
  res.json({ units, count, offset, limit })
})
