import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMember } from "../../../../../contracts/admin-shared-inventories"
import { answered } from "../../../../../lib/http/answered"
import {
  describeAdminMember,
  retrieveInventory,
} from "../../../../../lib/trading/describe-admin-inventories"
import { readRows } from "../../../../../lib/trading/services"
import type { AdminGetMembersParams } from "../../validators"

interface MembersAnswer {
  members: AdminMember[]
  count: number
  offset: number
  limit: number
}

/** Memberships and invitations, those that ended too, unless `status` says otherwise. */
export const GET = answered(async (req: MedusaRequest, res: MedusaResponse<MembersAnswer>) => {
  const { id } = await retrieveInventory(req.scope, String(req.params.id))
  const { limit, offset, status } = req.validatedQuery as AdminGetMembersParams
  const page = { statuses: status ?? null, limit, offset }
  const { rows, count } = await readRows(req.scope, (trading) => trading.listMembers(id, page))
  res.json({ members: rows.map(describeAdminMember), count, offset, limit })
})
