import type { MedusaContainer } from "@medusajs/framework/types"
import type { DropState, StoreDrop, StoreDropReservation } from "../../contracts/drops"
import { outcomeOf, type HoldRow } from "../../modules/ledger/operations/rows"
import { coalesce } from "../../shared/coalesce"
import { toIso } from "../../shared/dates"
import { dropsOf, ledgerOf } from "../container"
import { dropNotFound, type DropRow } from "./definitions"
import { filtersOfStates, stateOf } from "./state"

export interface DropsQuery {
  sales_channel_id: readonly string[]
  product_id?: string[]
  variant_id?: string[]
  state: readonly DropState[]
  limit: number
  offset: number
}

export interface DropsPage {
  drops: StoreDrop[]
  count: number
}

export interface SeenDrop {
  drop: StoreDrop
  sales_channel_id: string
}

/** Thousands open a drop's page as it begins and share one read. Undefined if not found. */
export const seeDrop = coalesce(
  async (container: MedusaContainer, ids): Promise<(SeenDrop | undefined)[]> => {
    const rows: DropRow[] = await dropsOf(container).listDrops({ id: [...ids] }, { take: null })
    const drops = await toStoreDrops(container, rows)
    return ids.map((id) => {
      const at = rows.findIndex((row) => row.id === id)
      const [drop, row] = [drops[at], rows[at]]
      return drop && row && { drop, sales_channel_id: row.sales_channel_id }
    })
  }
)

/** @throws HoldfastError `DROP_NOT_FOUND`. */
export async function readStoreDrop(
  container: MedusaContainer,
  dropId: string
): Promise<StoreDrop> {
  const seen = await seeDrop(container, dropId)
  if (!seen) throw dropNotFound(dropId)
  return seen.drop
}

const readPage = coalesce((container: MedusaContainer, queries) =>
  Promise.all(
    queries.map((query) =>
      list(container, JSON.parse(query) as DropsQuery).catch(
        // one query's error must not fail the others
        (error: unknown) => (error instanceof Error ? error : new Error(String(error)))
      )
    )
  )
)

/** Soonest first. */
export const readStoreDrops = (container: MedusaContainer, query: DropsQuery): Promise<DropsPage> =>
  readPage(container, JSON.stringify(query))

async function list(
  container: MedusaContainer,
  { state, limit, offset, ...filters }: DropsQuery
): Promise<DropsPage> {
  const [rows, count] = await dropsOf(container).listAndCountDrops(
    {
      ...filters,
      sales_channel_id: [...filters.sales_channel_id],
      ...filtersOfStates(state, await ledgerOf(container).now()),
    },
    { take: limit, skip: offset, order: { starts_at: "ASC", id: "ASC" } }
  )
  return { drops: await toStoreDrops(container, rows as DropRow[]), count }
}

/** Drops as shoppers see them; one query for all stock, one for all purchases. */
async function toStoreDrops(
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
      // nothing can be reserved of a closed drop
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

export function toStoreReservation(hold: HoldRow, dropId: string): StoreDropReservation {
  return {
    id: hold.id,
    drop_id: dropId,
    quantity: Number(hold.quantity),
    // expired by the clock, even if the sweeper has not tidied it
    status: outcomeOf(hold),
    expires_at: hold.expires_at.toISOString(),
    cart_id: hold.cart_id,
    order_id: hold.order_id,
  }
}
