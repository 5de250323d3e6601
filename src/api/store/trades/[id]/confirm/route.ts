import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { ConfirmTradeBody, StoreTradeAnswer } from "../../../../../contracts/trades"
import { handle } from "../../../../utils/errors"
import { customerOf, idOf } from "../../../../utils/request"
import { confirmTradeIfValid } from "../../../../../workflows/trades/validate-trade"
import { toStoreTrade } from "../../../../../domain/trades/describe"

export const POST = handle(
  async (req: MedusaRequest<ConfirmTradeBody>, res: MedusaResponse<StoreTradeAnswer>) => {
    const [trade_id, customer_id] = [idOf(req), customerOf(req)]
    const { context } = req.validatedBody
    await confirmTradeIfValid(req.scope, { trade_id, customer_id, context })
    res.json({ trade: await toStoreTrade(req.scope, trade_id, customer_id) })
  }
)
