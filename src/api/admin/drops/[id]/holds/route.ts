import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ledgerOf } from "../../../../../domain/container"
import type { AdminDropHoldsAnswer } from "../../../../../contracts/admin-drops"
import { toAdminDropHold } from "../../../../../domain/drops/admin-drops"
import { retrieveDrop } from "../../../../../domain/drops/definitions"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import type { AdminGetDropHoldsParams } from "../../routes"

export const GET = handle(
  async (
    req: MedusaRequest<unknown, AdminGetDropHoldsParams>,
    res: MedusaResponse<AdminDropHoldsAnswer>
  ) => {
    const drop = await retrieveDrop(req.scope, idOf(req))
    const { limit, offset, status } = req.validatedQuery as AdminGetDropHoldsParams
    const poolIds = drop.pool_id ? [drop.pool_id] : []
    const { holds, count } = await ledgerOf(req.scope).listAndCountHolds(
      { pool_id: poolIds, state: status === "active" ? "live" : status },
      { order: "newest", limit, offset }
    )
    res.json({ holds: holds.map(toAdminDropHold), count, offset, limit })
  }
)
