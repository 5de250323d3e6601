import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../container"
import { readOptions } from "../../../shared/options"
import { readRows } from "../../common/services"
import { readTradable } from "../tradable"
import { differencesOf } from "./differences"
import { readVaultOrders } from "./read-orders"

/** Orders that one look-up reads. */
const PAGE = 200

/**
 * Seconds in which an order's event is on its way, or its completion still waits for the payment
 * (Medusa gives it two minutes) and may yet take the order back.
 */
export const ON_ITS_WAY_SECONDS = 180

export interface UnsettledOrder {
  order_id: string
  /** Units to credit. */
  missing: number
  /** Units to debit. */
  owed: number
}

/**
 * Orders that the vaults have not heard of, or not of their end: a crash or a lost event in
 * between. Read-only.
 *
 * @param window orders that changed within it are looked at; credits only of those that were placed
 * within it, since older ones may have been placed before their variant was marked as tradable.
 */
export async function findUnsettled(
  container: MedusaContainer,
  window: { since: Date; until: Date }
): Promise<UnsettledOrder[]> {
  const { trading, mode } = readOptions()
  if (!trading.enabled || mode === "observe") return []
  const found: UnsettledOrder[] = []
  for (let skip = 0; ; skip += PAGE) {
    const changed = { updated_at: { $gte: window.since, $lt: window.until } }
    const page = await readVaultOrders(container, changed, { take: PAGE, skip })
    const orders = page.filter((order) => order.whole)
    const lines = orders.flatMap((order) => order.lines)
    const lineIds = lines.map((line) => line.id)
    const [tradable, moved, shortfalls] = await Promise.all([
      readTradable(
        container,
        lines.map((line) => line.variant_id)
      ),
      ledgerOf(container).readMovements(lineIds),
      readRows(container, (rows) => rows.sumShortfalls(lineIds)),
    ])
    for (const order of orders) {
      const isNew = order.created_at >= window.since
      const units = differencesOf(order, moved, shortfalls, isNew ? tradable : new Set()).map(
        (one) => one.units
      )
      const missing = units.filter((one) => one > 0).reduce((sum, one) => sum + one, 0)
      const owed = -units.filter((one) => one < 0).reduce((sum, one) => sum + one, 0)
      if (missing || owed) found.push({ order_id: order.id, missing, owed })
    }
    if (page.length < PAGE) return found
  }
}
