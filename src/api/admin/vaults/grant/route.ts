import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMoveUnitsBody } from "../../../../contracts/admin-vaults"
import type { Owner, UnitsOf } from "../../../../contracts/vaults"
import { answered } from "../../../../lib/http/answered"
import { idempotencyKeyOf } from "../../../../lib/http/idempotency-key"
import { moveByMerchant } from "../../../../lib/trading/grants"

/** Gives units to a customer or shared inventory. 404 for an owner, 400 for variants that do not exist. */
export const POST = answered(
  async (
    req: MedusaRequest<AdminMoveUnitsBody>,
    res: MedusaResponse<{ owner: Owner; moved: UnitsOf[] }>
  ) => {
    const { owner, items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await moveByMerchant(req.scope, "grant", { ...req.validatedBody, idempotency_key })
    res.json({ owner, moved: items })
  }
)
