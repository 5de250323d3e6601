import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { StoreDrop, StoreDropReservation } from "../../contracts/drops"
import { outcomeOf, type HoldRow } from "../../modules/ledger/operations/rows"
import { HoldfastError } from "../../shared/errors"
import { type DropRow } from "./definitions"
import { stateOf } from "./state"
import { toIso } from "../../shared/dates"

/**
 * Drops as shoppers see them: their stock from the ledger, and the latest purchasers, each in one
 * query for all.
 */
export async function describeDrops(
  container: MedusaContainer,
  drops: readonly DropRow[]
): Promise<StoreDrop[]> {
  if (!drops.length) return []
  const ids = drops.map((drop) => drop.id)
  const ledger = ledgerOf(container)
  const [pools, feed, now] = await Promise.all([
    ledger.listPools({ owner_type: ["drop"], owner_id: ids }),
    dropsOf(container).latestPurchasers(ids),
    ledger.now(),
  ])
  return drops.map((drop) => {
    const pool = pools.find((one) => one.owner_id === drop.id)
    const state = stateOf(drop, now)
    const left = pool ? Number(pool.quantity) - Number(pool.live) : 0
    return {
      id: drop.id,
      name: drop.name,
      variant_id: drop.variant_id,
      product_id: drop.product_id,
      price: drop.price === null ? null : Number(drop.price),
      currency_code: drop.currency_code,
      state,
      starts_at: toIso(drop.starts_at),
      ends_at: toIso(drop.ends_at),
      total_quantity: drop.total_quantity,
      // What a shopper could reserve: nothing of a drop that is over.
      available_stock: state === "live" || state === "scheduled" ? Math.max(0, left) : 0,
      limit_per_customer: drop.limit_per_customer,
      guests_allowed: drop.guests_allowed,
      hold_ttl_seconds: drop.hold_ttl_seconds,
      latest_purchasers: feed
        .filter((one) => one.drop_id === drop.id)
        .map((one) => ({
          username: one.username,
          purchased_at: toIso(one.purchased_at),
        })),
    }
  })
}

/** One drop. @throws HoldfastError `DROP_NOT_FOUND`. */
export async function describeDrop(container: MedusaContainer, dropId: string): Promise<StoreDrop> {
  const drops = (await dropsOf(container).listDrops({ id: [dropId] })) as DropRow[]
  const [described] = await describeDrops(container, drops)
  if (!described) throw dropNotFound(dropId)
  return described
}

export function dropNotFound(dropId: string): HoldfastError {
  return new HoldfastError("DROP_NOT_FOUND", `There is no drop ${dropId}.`)
}

export function describeReservation(hold: HoldRow, dropId: string): StoreDropReservation {
  return {
    id: hold.id,
    drop_id: dropId,
    quantity: Number(hold.quantity),
    // A hold whose time ran out is over for its shopper, whether or not the row was tidied.
    status: outcomeOf(hold),
    expires_at: hold.expires_at.toISOString(),
    cart_id: hold.cart_id,
    order_id: hold.order_id,
  }
}
