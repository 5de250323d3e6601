import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreEntriesAnswer } from "../../../../contracts/vaults"
import { handle } from "../../../utils/errors"
import { customerOf, pageOf } from "../../../utils/request"
import { listEntries } from "../../../../domain/vaults/describe"
import { selfOf } from "../../../../domain/shared-inventories/permissions"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreEntriesAnswer>) => {
  const { limit, offset } = pageOf(req)
  const owner = selfOf(customerOf(req))
  const { entries, count } = await listEntries(req.scope, owner, { limit, offset })
  res.json({ entries, count, offset, limit })
})
