import type { MedusaRequest } from "@medusajs/framework/http"
import type { AdminTrade } from "../../../contracts/admin-trades"
import { toStoreTrades } from "../../../domain/trades/describe"
import { readRows } from "../../../domain/common/trading-transaction"
import { chosenFields } from "../../utils/request"

/** Trades in the order of their ids, with the fields that the query chooses. */
export async function toAnswer(
  req: MedusaRequest,
  ids: readonly string[]
): Promise<Partial<AdminTrade>[]> {
  const rows = await readRows(req.scope, (trading) => trading.findTrades(ids))
  const described = await toStoreTrades(req.scope, rows)
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id)
    const trade = described.find((one) => one.id === id)
    if (!row || !trade) return []
    const full: AdminTrade = {
      ...trade,
      parties: trade.parties.map(({ is_yours: _, ...party }, index) => ({
        ...party,
        confirmed_by: row.parties[index]?.confirmed_by ?? null,
        confirmed_at: row.parties[index]?.confirmed_at?.toISOString() ?? null,
      })),
      created_by: row.created_by,
      resolved_by: row.resolved_by,
      updated_at: row.updated_at.toISOString(),
    }
    return [chosenFields(req, full)]
  })
}
