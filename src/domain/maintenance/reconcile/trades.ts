import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../container"
import type { LedgerAudit } from "../../../modules/ledger/operations/audit"
import { ZERO, add, compare } from "../../../shared/quantity"
import { forceCancelTrade } from "../../trades/end"
import { readRows } from "../../common/services"
import type { Finding } from "./findings"

/** Pending trades that one look-up reads at a time. */
const PAGE = 500

/**
 * Holds of trades that are over, and pending trades that do not hold what a confirmed side gives.
 */
export async function findTradeTrouble(
  container: MedusaContainer,
  audit: LedgerAudit
): Promise<Finding[]> {
  const holds = audit.active.filter((hold) => hold.holder_type === "trade")
  const pending = new Set<string>()
  const findings: Finding[] = []
  for (let offset = 0; ; offset += PAGE) {
    const page = { limit: PAGE, offset }
    const { trades } = await readRows(container, (rows) =>
      rows.listTrades({ statuses: ["pending"] }, page)
    )
    for (const trade of trades) {
      pending.add(trade.id)
      const given = trade.parties
        .filter((party) => party.confirmed_at)
        .flatMap((party) => party.gives)
        .reduce((total, leg) => add(total, String(leg.quantity)), ZERO)
      const held = holds
        .filter((hold) => hold.holder_id === trade.id && !hold.due)
        .reduce((total, hold) => add(total, hold.quantity), ZERO)
      if (compare(held, given) >= 0) continue
      findings.push({
        kind: "trade_without_units",
        message: `Trade ${trade.id} is pending; its confirmed sides give ${given} units and ${held} are held.`,
        repair: () =>
          forceCancelTrade(container, trade.id, "its units were not held any more (reconcile)"),
      })
    }
    if (trades.length < PAGE) break
  }
  // Due holds free their units by themselves, and a trade whose time ran out is tidied by the
  // sweeper.
  const stranded = holds.filter((hold) => !hold.due && !pending.has(hold.holder_id))
  for (const hold of stranded) {
    findings.push({
      kind: "hold_of_ended_trade",
      message: `Hold ${hold.id} of ${hold.quantity} belongs to trade ${hold.holder_id}, which is over or not there.`,
      repair: async () => {
        const by = { actor: "system", reason: "its trade is over" } as const
        await ledgerOf(container).release([{ hold_id: hold.id, quantity: hold.quantity }], by)
      },
    })
  }
  return findings
}
