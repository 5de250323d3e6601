import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMembersAnswer } from "../../../../../contracts/admin-shared-inventories"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import {
  toAdminMember,
  retrieveInventory,
} from "../../../../../domain/shared-inventories/inventories"
import { readRows } from "../../../../../domain/common/trading-transaction"
import type { AdminGetMembersParams } from "../../routes"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminMembersAnswer>) => {
  const { id } = await retrieveInventory(req.scope, idOf(req))
  const { limit, offset, status } = req.validatedQuery as AdminGetMembersParams
  const page = { statuses: status ?? null, limit, offset }
  const { rows, count } = await readRows(req.scope, (trading) => trading.listMembers(id, page))
  res.json({ members: rows.map(toAdminMember), count, offset, limit })
})
