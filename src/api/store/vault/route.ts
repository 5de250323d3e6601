import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreUnitsAnswer } from "../../../contracts/vaults"
import { handle } from "../../utils/errors"
import { customerOf, pageOf } from "../../utils/request"
import { listUnits } from "../../../domain/vaults/describe"
import { selfOf } from "../../../domain/shared-inventories/permissions"
import type { StoreUnitsParams } from "./routes"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreUnitsAnswer>) => {
  const { limit, offset, variant_id } = pageOf<StoreUnitsParams>(req)
  const page = { limit, offset, variant_ids: variant_id }
  const { units, count } = await listUnits(req.scope, selfOf(customerOf(req)), page)
  res.json({ units, count, offset, limit })
})
