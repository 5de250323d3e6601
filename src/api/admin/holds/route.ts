import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ledgerOf } from "../../../domain/container"
import type { AdminHold, AdminHoldsAnswer } from "../../../contracts/admin-holds"
import { handle } from "../../utils/errors"
import type { HoldRow } from "../../../modules/ledger/operations/rows"
import type { AdminGetHoldsParams } from "./routes"

export const GET = handle(
  async (
    req: MedusaRequest<unknown, AdminGetHoldsParams>,
    res: MedusaResponse<AdminHoldsAnswer>
  ) => {
    const { limit, offset, at_risk, ...filters } = req.validatedQuery as AdminGetHoldsParams
    const { holds, count } = await ledgerOf(req.scope).listAndCountHolds(
      { ...filters, state: "live", at_risk: at_risk && at_risk === "true" },
      { order: "newest", limit, offset }
    )
    res.json({ holds: holds.map(describe), count, offset, limit })
  }
)

function describe(hold: HoldRow): AdminHold {
  const isLevel = hold.kind === "level"
  return {
    id: hold.id,
    pool_kind: hold.kind,
    inventory_item_id: isLevel ? hold.counted_id : null,
    variant_id: isLevel ? null : hold.counted_id,
    location_id: hold.location_id,
    quantity: Number(hold.quantity),
    holder_type: hold.holder_type as AdminHold["holder_type"], // the ledger writes no others
    holder_id: hold.holder_id,
    cart_id: hold.cart_id,
    reason: hold.reason,
    at_risk: hold.at_risk_at !== null,
    completing: hold.completing_at !== null,
    created_at: hold.created_at.toISOString(),
    expires_at: hold.expires_at.toISOString(),
  }
}
