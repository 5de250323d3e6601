import type { MedusaContainer } from "@medusajs/framework/types"
import { setTimeout as wait } from "node:timers/promises"
import { ledgerOf } from "../container"
import { findOrdersOfCarts } from "../inventory/stock"
import { cancelOrphan, findOrphansOfCart } from "../checkout/orphans"
import { settleOrder } from "../checkout/settle"

/** Seconds after which a completion's order should be settled. */
const SETTLED_AFTER_SECONDS = 15

/** Holds per round. */
const SETTLE_BATCH_MAX = 200

/** Settles completions that a crash left open. @returns how many orders. */
export async function settleUnsettled(container: MedusaContainer): Promise<number> {
  const ledger = ledgerOf(container)
  const holds = await ledger.listHolds(
    { state: "active", completing_for: SETTLED_AFTER_SECONDS },
    { order: "completing", limit: SETTLE_BATCH_MAX }
  )
  if (!holds.length) return 0
  const cartIds = [...new Set(holds.flatMap((hold) => (hold.cart_id ? [hold.cart_id] : [])))]
  const orders = await findOrdersOfCarts(container, cartIds)
  for (const order of orders) await settleOrder(container, order.order_id)

  // Due and without an order, the completion died: these are ordinary holds again, and expire.
  const placed = new Set(orders.map((order) => order.cart_id))
  const now = await ledger.now()
  const dead = holds.filter(
    (hold) => hold.expires_at <= now && hold.cart_id && !placed.has(hold.cart_id)
  )
  for (const cartId of new Set(dead.flatMap((hold) => (hold.cart_id ? [hold.cart_id] : [])))) {
    for (const orphan of await findOrphansOfCart(container, cartId))
      await cancelOrphan(container, orphan.id)
  }
  if (dead.length) {
    await ledger.extend({
      filter: { hold_ids: dead.map((hold) => hold.id) },
      seconds: 0,
      completion: "abandon",
      actor: "sweeper",
      reason: "the cart's completion crashed",
    })
  }
  return orders.length
}

/** Holds per statement: 200 delay a shopper of the same pool by some 10 ms, 500 by 20 ms. */
export const EXPIRED_AT_ONCE = 200
/** Per round, so that a round ends. */
const EXPIRED_MAX = 100_000

/** Milliseconds between retries of a busy pool, and how many may fail in a row. */
const PAUSE_MS = 5
const VAIN_TRIES_MAX = 40

interface Ledger {
  expireDue(limit: number): Promise<readonly unknown[]>
  hasDue(): Promise<boolean>
}

/**
 * Expires all due holds, in batches. Pools in use are skipped and retried, so that a busy one
 * neither delays the others nor is left out. @returns how many expired.
 */
export async function expireAll(ledger: Ledger, batch = EXPIRED_AT_ONCE): Promise<number> {
  let expired = 0
  let vain = 0
  while (expired < EXPIRED_MAX && vain < VAIN_TRIES_MAX) {
    const { length: tidied } = await ledger.expireDue(batch)
    expired += tidied
    vain = tidied ? 0 : vain + 1
    if (tidied === batch) continue
    if (!(await ledger.hasDue())) break
    await wait(PAUSE_MS)
  }
  return expired
}
