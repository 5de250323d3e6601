import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { handle } from "../../../../utils/errors"
import { pageOf } from "../../../../utils/request"
import { listUnits } from "../../../../../domain/vaults/describe"
import { sharedOf, checkMay } from "../../../../../domain/shared-inventories/permissions"
import type { StoreUnitsAnswer } from "../../../../../contracts/vaults"
import type { StoreUnitsParams } from "../../../vault/routes"
import { refOf } from "../../context"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreUnitsAnswer>) => {
  const ref = refOf(req)
  await checkMay(req.scope, ref.customer_id, "see", ref.shared_inventory_id)
  const { limit, offset, variant_id } = pageOf<StoreUnitsParams>(req)
  const page = { limit, offset, variant_ids: variant_id }
  const { units, count } = await listUnits(req.scope, sharedOf(ref.shared_inventory_id), page)
  res.json({ units, count, offset, limit })
})
