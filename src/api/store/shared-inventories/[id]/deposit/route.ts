import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { MovedAnswer, MoveUnitsBody } from "../../../../../contracts/vaults"
import { handle } from "../../../../utils/errors"
import { idempotencyKeyOf } from "../../../../utils/request"
import { transferUnits } from "../../../../../domain/vaults/move"
import { refOf } from "../../context"

export const POST = handle(
  async (req: MedusaRequest<MoveUnitsBody>, res: MedusaResponse<MovedAnswer>) => {
    const { items } = req.validatedBody
    const idempotency_key = idempotencyKeyOf(req)
    await transferUnits(req.scope, "deposit", refOf(req), { items, idempotency_key })
    res.json({ moved: items })
  }
)
