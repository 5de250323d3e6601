import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { LedgerAudit } from "../../modules/ledger/operations/audit"
import { findOrdersOfCarts } from "../carts/orders"
import { settleOrder } from "../carts/settle"
import { availableOf, ledgerOf, listLevels } from "../carts/stock"
import { ZERO, compare, isPositive, subtract, sum } from "../quantity"
import type { Finding } from "./findings"

/** Invariant I1: a pool's counter is the sum of its active holds, and its journal adds up to the same. */
export function findMiscounted(container: MedusaContainer, audit: LedgerAudit): Finding[] {
  return audit.miscounted.map((pool) => ({
    kind: "miscounted_pool",
    message: `Pool ${pool.pool_id} counts ${pool.held} held; its active holds sum to ${pool.holds}, its journal to ${pool.journal}.`,
    repair: () => ledgerOf(container).recount(pool.pool_id),
  }))
}

/** Holds whose cart has become an order, or is gone. */
export async function findLeftovers(
  container: MedusaContainer,
  audit: LedgerAudit
): Promise<Finding[]> {
  const cartIds = [...new Set(audit.active.flatMap((hold) => (hold.cart_id ? [hold.cart_id] : [])))]
  if (!cartIds.length) return []
  const [orders, carts] = await Promise.all([
    findOrdersOfCarts(container, cartIds),
    container.resolve(Modules.CART).listCarts({ id: cartIds }, { select: ["id"], take: null }),
  ])
  const known = new Set(carts.map((cart) => cart.id))
  const settled = orders.map((order): Finding => ({
    kind: "unsettled_order",
    message: `Cart ${order.cart_id} became order ${order.order_id}, and its holds are still active.`,
    repair: () => settleOrder(container, order.order_id),
  }))
  const deleted = audit.active
    .filter((hold) => hold.cart_id && !known.has(hold.cart_id))
    .map((hold): Finding => ({
      kind: "hold_of_deleted_cart",
      message: `Hold ${hold.id} of ${hold.quantity} belongs to cart ${hold.cart_id}, which does not exist.`,
      repair: async () => {
        const by = { actor: "system", reason: "its cart was deleted" } as const
        await ledgerOf(container).release([{ hold_id: hold.id, quantity: hold.quantity }], by)
      },
    }))
  return [...settled, ...deleted]
}

/**
 * Invariant I4: at every level live holds fit into what Medusa says is available, those of a running completion aside. It
 * breaks when the merchant takes stock away (or an admin action does); then the newest holds are at risk.
 */
export async function findOverpromised(
  container: MedusaContainer,
  audit: LedgerAudit
): Promise<Finding[]> {
  const live = audit.active.filter(
    (hold) => hold.kind === "level" && !hold.due && !hold.completing_at
  )
  const levels = await listLevels(container, [...new Set(live.map((hold) => hold.counted_id))])
  const findings: Finding[] = []
  for (const poolId of new Set(live.map((hold) => hold.pool_id))) {
    const holds = live.filter((hold) => hold.pool_id === poolId)
    const [first] = holds
    if (!first) continue
    const level = levels.find(
      (one) => one.inventory_item_id === first.counted_id && one.location_id === first.location_id
    )
    const available = level ? availableOf(level) : ZERO
    const held = sum(holds.map((hold) => hold.quantity))
    let excess = subtract(held, available)
    const risky: string[] = []
    for (const hold of [...holds].sort((a, b) => b.created_at.getTime() - a.created_at.getTime())) {
      if (!isPositive(excess)) break
      risky.push(hold.id)
      excess = subtract(excess, hold.quantity)
    }
    const flagged = new Set(holds.filter((hold) => hold.at_risk_at).map((hold) => hold.id))
    const unflagged = risky.filter((id) => !flagged.has(id))
    const safe = [...flagged].filter((id) => !risky.includes(id))
    if (!unflagged.length && !safe.length) continue
    findings.push({
      kind: "overpromised_level",
      message:
        `Item ${first.counted_id} at location ${first.location_id}: ${held} held, ${available} available; ` +
        `${unflagged.length} hold(s) to be flagged at risk, ${safe.length} safe again.`,
      repair: async () => {
        const by = { actor: "system", reason: "stock was taken away from under the holds" } as const
        await ledgerOf(container).flagAtRisk(unflagged, { ...by, at_risk: true })
        await ledgerOf(container).flagAtRisk(safe, {
          actor: "system",
          reason: "the stock is back",
          at_risk: false,
        })
      },
    })
  }
  return findings
}

export const isEqual = (a: string, b: string): boolean => compare(a, b) === 0
