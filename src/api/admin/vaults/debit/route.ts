import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminMovedAnswer, AdminMoveUnitsBody } from "../../../../contracts/admin-vaults"
import { handle } from "../../../utils/errors"
import { idempotencyKeyOf } from "../../../utils/request"
import { moveByMerchant } from "../../../../domain/vaults/move"

export const POST = handle(
  async (req: MedusaRequest<AdminMoveUnitsBody>, res: MedusaResponse<AdminMovedAnswer>) => {
    const { owner, items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await moveByMerchant(req.scope, "debit", { ...req.validatedBody, idempotency_key })
    res.json({ owner, moved: items })
  }
)
