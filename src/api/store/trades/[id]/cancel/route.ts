import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreTradeAnswer } from "../../../../../contracts/trades"
import { answered } from "../../../../utils/answered"
import { customerOf } from "../../../../utils/customer"
import { toStoreTrade } from "../../../../../domain/trades/describe"
import { endTrade } from "../../../../../domain/trades/end"

/** A side that has confirmed draws back, while nothing has changed hands. */
export const POST = answered(async (req: MedusaRequest, res: MedusaResponse<StoreTradeAnswer>) => {
  const [trade_id, customer_id] = [String(req.params.id), customerOf(req)]
  await endTrade(req.scope, { trade_id, customer_id, how: "cancelled" })
  res.json({ trade: await toStoreTrade(req.scope, trade_id, customer_id) })
})
