import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { handle } from "../../../../utils/errors"
import { pageOf } from "../../../../utils/request"
import { listEntries } from "../../../../../domain/vaults/describe"
import { sharedOf, checkMay } from "../../../../../domain/shared-inventories/permissions"
import type { StoreEntriesAnswer } from "../../../../../contracts/vaults"
import { refOf } from "../../context"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreEntriesAnswer>) => {
  const ref = refOf(req)
  await checkMay(req.scope, ref.customer_id, "see", ref.shared_inventory_id)
  const { limit, offset } = pageOf(req)
  const owner = sharedOf(ref.shared_inventory_id)
  const { entries, count } = await listEntries(req.scope, owner, { limit, offset })
  res.json({ entries, count, offset, limit })
})
