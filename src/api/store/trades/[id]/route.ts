import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreTradeAnswer } from "../../../../contracts/trades"
import { answered } from "../../../utils/answered"
import { customerOf } from "../../../utils/customer"
import { toStoreTrade } from "../../../../domain/trades/describe"

export const GET = answered(async (req: MedusaRequest, res: MedusaResponse<StoreTradeAnswer>) => {
  const trade = await toStoreTrade(req.scope, String(req.params.id), customerOf(req))
  res.json({ trade })
})
