import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { MovedAnswer, MoveUnitsBody } from "../../../../../contracts/vaults"
import { handle } from "../../../../utils/errors"
import { idempotencyKeyOf } from "../../../../utils/request"
import { transferUnits } from "../../../../../domain/vaults/move"
import { refOf } from "../../context"

/**
 * From the shared vault into the member's own: manager and up, from an archived one too. All of the
 * items, or 409 `INSUFFICIENT_STOCK` with each short one. A retry with the same `Idempotency-Key`
 * moves nothing again and gets the same answer.
 */
export const POST = handle(
  async (req: MedusaRequest<MoveUnitsBody>, res: MedusaResponse<MovedAnswer>) => {
    const { items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await transferUnits(req.scope, "withdraw", refOf(req), { items, idempotency_key })
    res.json({ moved: items })
  }
)
