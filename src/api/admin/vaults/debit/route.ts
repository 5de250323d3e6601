import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMovedAnswer, AdminMoveUnitsBody } from "../../../../contracts/admin-vaults"
import { answered } from "../../../utils/answered"
import { idempotencyKeyOf } from "../../../utils/idempotency-key"
import { moveByMerchant } from "../../../../domain/vaults/move"

/** Takes units that are free out of a vault, or 409 `INSUFFICIENT_STOCK` with each short item. */
export const POST = answered(
  async (req: MedusaRequest<AdminMoveUnitsBody>, res: MedusaResponse<AdminMovedAnswer>) => {
    const { owner, items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await moveByMerchant(req.scope, "debit", { ...req.validatedBody, idempotency_key })
    res.json({ owner, moved: items })
  }
)
