import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { CreateRingBody, StoreTradeAnswer } from "../../../../contracts/trades"
import { handle } from "../../../utils/errors"
import { customerOf, idempotencyKeyOf } from "../../../utils/request"
import { toStoreTrade } from "../../../../domain/trades/describe"
import { findTargets } from "../../../../domain/trades/propose"
import { proposeTradeIfValid } from "../../../../workflows/trades/validate-trade"

export const POST = handle(
  async (req: MedusaRequest<CreateRingBody>, res: MedusaResponse<StoreTradeAnswer>) => {
    const customer_id = customerOf(req)
    const { others, ...body } = req.validatedBody
    const id = await proposeTradeIfValid(req.scope, {
      ...body,
      customer_id,
      others: await findTargets(req.scope, others),
      idempotency_key: idempotencyKeyOf(req),
    })
    res.status(201).json({ trade: await toStoreTrade(req.scope, id, customer_id) })
  }
)
