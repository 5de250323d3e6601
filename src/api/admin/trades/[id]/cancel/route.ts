import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminCancelTrade, AdminTradeAnswer } from "../../../../../contracts/admin-trades"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { forceCancelTrade } from "../../../../../domain/trades/end"
import { toAnswer } from "../../answer"

export const POST = handle(
  async (req: MedusaRequest<AdminCancelTrade>, res: MedusaResponse<AdminTradeAnswer>) => {
    const id = idOf(req)
    await forceCancelTrade(req.scope, id, req.validatedBody.reason)
    const [trade] = await toAnswer(req, [id])
    res.json({ trade: trade ?? {} })
  }
)
