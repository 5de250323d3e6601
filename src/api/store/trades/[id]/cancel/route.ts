import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreTradeAnswer } from "../../../../../contracts/trades"
import { handle } from "../../../../utils/errors"
import { customerOf, idOf } from "../../../../utils/request"
import { toStoreTrade } from "../../../../../domain/trades/describe"
import { endTrade } from "../../../../../domain/trades/end"

export const POST = handle(async (req: MedusaRequest, res: MedusaResponse<StoreTradeAnswer>) => {
  const [trade_id, customer_id] = [idOf(req), customerOf(req)]
  await endTrade(req.scope, { trade_id, customer_id, how: "cancelled" })
  res.json({ trade: await toStoreTrade(req.scope, trade_id, customer_id) })
})
