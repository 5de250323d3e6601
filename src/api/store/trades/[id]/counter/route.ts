import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { CounterTradeBody, StoreTradeAnswer } from "../../../../../contracts/trades"
import { handle } from "../../../../utils/errors"
import { customerOf, idOf, idempotencyKeyOf } from "../../../../utils/request"
import { toStoreTrade } from "../../../../../domain/trades/describe"
import { counterTradeIfValid } from "../../../../../workflows/trades/validate-trade"

export const POST = handle(
  async (req: MedusaRequest<CounterTradeBody>, res: MedusaResponse<StoreTradeAnswer>) => {
    const customer_id = customerOf(req)
    const { offered, wanted, message, expires_in } = req.validatedBody
    const id = await counterTradeIfValid(req.scope, {
      trade_id: idOf(req),
      customer_id,
      gives: [offered, wanted],
      message,
      expires_in,
      idempotency_key: idempotencyKeyOf(req),
    })
    res.status(201).json({ trade: await toStoreTrade(req.scope, id, customer_id) })
  }
)
