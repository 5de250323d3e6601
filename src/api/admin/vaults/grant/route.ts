import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMovedAnswer, AdminMoveUnitsBody } from "../../../../contracts/admin-vaults"
import { answered } from "../../../utils/answered"
import { idempotencyKeyOf } from "../../../utils/idempotency-key"
import { moveByMerchant } from "../../../../domain/vaults/move"

/**
 * Gives units to a customer or shared inventory. 404 for an owner, 400 for variants that do not
 * exist.
 */
export const POST = answered(
  async (req: MedusaRequest<AdminMoveUnitsBody>, res: MedusaResponse<AdminMovedAnswer>) => {
    const { owner, items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await moveByMerchant(req.scope, "grant", { ...req.validatedBody, idempotency_key })
    res.json({ owner, moved: items })
  }
)
