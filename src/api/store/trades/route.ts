import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  CreateTradeBody,
  StoreTradeAnswer,
  StoreTradesAnswer,
} from "../../../contracts/trades"
import { handle } from "../../utils/errors"
import { customerOf, idempotencyKeyOf } from "../../utils/request"
import { toStoreTrade, toStoreTrades } from "../../../domain/trades/describe"
import { assertMay, selfOf, sharedOf } from "../../../domain/shared-inventories/permissions"
import { findTargets } from "../../../domain/trades/propose"
import { proposeTradeIfValid } from "../../../workflows/trades/validate-trade"
import { readRows } from "../../../domain/common/trading-transaction"
import type { StoreGetTradesParams } from "./routes"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreTradesAnswer>) => {
  const customerId = customerOf(req)
  const { context, status, limit, offset, ...filter } = req.validatedQuery as StoreGetTradesParams
  const answer = await readRows(req.scope, async (rows) => {
    const standings = await rows.listStandings(customerId)
    const own = [
      selfOf(customerId),
      ...standings.map((standing) => sharedOf(standing.shared_inventory_id)),
    ]
    if (context && context !== "self") {
      assertMay(
        standings.find((one) => one.shared_inventory_id === context),
        "see",
        context
      )
    }
    const chosen = context === "self" ? customerId : context
    const owners = own.filter((owner) => !chosen || owner.id === chosen)
    const { trades, count } = await rows.listTrades(
      { ...filter, owners, statuses: status },
      { limit, offset }
    )
    return { trades, count, standings }
  })
  const viewer = { customerId, standings: answer.standings }
  const trades = await toStoreTrades(req.scope, answer.trades, viewer)
  res.json({ trades, count: answer.count, limit, offset })
})

export const POST = handle(
  async (req: MedusaRequest<CreateTradeBody>, res: MedusaResponse<StoreTradeAnswer>) => {
    const customer_id = customerOf(req)
    const { context, target, offered, wanted, message, expires_in } = req.validatedBody
    const id = await proposeTradeIfValid(req.scope, {
      customer_id,
      context,
      others: await findTargets(req.scope, [target]),
      gives: [offered, wanted],
      message,
      expires_in,
      idempotency_key: idempotencyKeyOf(req),
    })
    res.status(201).json({ trade: await toStoreTrade(req.scope, id, customer_id) })
  }
)
