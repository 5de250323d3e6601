import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ledgerOf, tradingOf } from "../../../domain/container"
import type { AdminTradesAnswer } from "../../../contracts/admin-trades"
import { handle } from "../../utils/errors"
import { toAnswer } from "./answer"
import { filtersOfStatus } from "./filters"
import type { AdminGetTradesParams } from "./routes"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminTradesAnswer>) => {
  const { status, customer_id, shared_inventory_id, ...filters } =
    req.filterableFields as Partial<AdminGetTradesParams>
  const { skip = 0, take = 0, order } = req.queryConfig.pagination
  const trading = tradingOf(req.scope)
  const conditions: object[] = [filters]
  if (status) {
    const now = await ledgerOf(req.scope).now()
    conditions.push({ $or: status.map((one) => filtersOfStatus(one, now)) })
  }
  for (const [owner_type, owner_id] of [
    ["customer", customer_id],
    ["shared_inventory", shared_inventory_id],
  ] as const) {
    if (!owner_id) continue
    const sides = await trading.listTradeParties(
      { owner_type, owner_id },
      { select: ["trade_id"], take: null }
    )
    conditions.push({ id: sides.map((side) => side.trade_id) })
  }
  const [rows, count] = await trading.listAndCountTrades(
    { $and: conditions },
    { select: ["id"], skip, take, order }
  )
  const trades = await toAnswer(
    req,
    rows.map((row) => row.id)
  )
  res.json({ trades, count, offset: skip, limit: take })
})
