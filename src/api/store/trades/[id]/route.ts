import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreTradeAnswer } from "../../../../contracts/trades"
import { handle } from "../../../utils/errors"
import { customerOf, idOf } from "../../../utils/request"
import { toStoreTrade } from "../../../../domain/trades/describe"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreTradeAnswer>) => {
  const trade = await toStoreTrade(req.scope, idOf(req), customerOf(req))
  res.json({ trade })
})
