import { ConcurrentChangeError } from "../../../shared/database-errors"
import { ZERO, add, isPositive, subtract, type Quantity } from "../../../shared/quantity"
import { ensureLevelPools, type LevelRef } from "./read-availability"
import type { Executor } from "../../../shared/executor"
import { listHolds } from "./list-holds"
import { lockPools } from "./row-locks"
import { chargeAllotments, sumExposed } from "./allotments"
import { planMoves, type LevelBalance, type Move } from "./plan-moves"
import { resolveHolds } from "./resolve-holds"
import type { HoldChange, Actor } from "./rows"

export interface LevelQuantity extends LevelRef {
  quantity: Quantity
}

export interface Consumption {
  cart_id: string
  order_id: string
  /** Where Medusa reserved for the order. */
  used: readonly LevelQuantity[]
  /**
   * Medusa's availability at each level, read after the order's reservation; plus the units
   * reserved for other carts' orders whose holds are not consumed yet, or those would count twice.
   */
  available: readonly LevelQuantity[]
}

export interface ConsumeResult {
  changes: HoldChange[]
  /** Where no move of whole holds helps: the order's reservation goes to where its own hold was. */
  relocate: {
    inventory_item_id: string
    from_location_id: string
    to_location_id: string
    quantity: Quantity
  }[]
}

/**
 * Consumes the holds of a cart that became an order. Holds are fungible until they are ordered:
 * where Medusa reserved at another location, other holds move to the one left free, in the same
 * transaction. A repeated call finds no active hold and does nothing.
 */
export async function consume(executor: Executor, input: Consumption): Promise<ConsumeResult> {
  const levels = [...input.used, ...input.available]
  const ofCart = { cart_id: [input.cart_id], state: "active" } as const
  const before = await listHolds(executor, ofCart)
  const pools = await ensureLevelPools(executor, levels)
  const locked = await lockPools(executor, [
    ...pools.map((pool) => pool.id),
    ...before.map((hold) => hold.pool_id),
  ])
  const own = await listHolds(executor, ofCart)
  if (own.some((hold) => !locked.has(hold.pool_id)))
    throw new ConcurrentChangeError("A hold moved to another pool.")
  if (!own.length) return { changes: [], relocate: [] }

  const usedPools = pools.filter((pool) => input.used.some((level) => isAt(level, pool)))
  await executor.query(
    `update holdfast_pool set version = version + 1, updated_at = clock_timestamp() where id = any($1)`,
    [usedPools.map((pool) => pool.id)]
  )
  const consumed = await resolveHolds(executor, {
    hold_ids: own.map((hold) => hold.id),
    status: "consumed",
    order_id: input.order_id,
    actor: "system",
    reason: "its cart became an order",
  })

  const charges = await chargeAllotments(
    executor,
    own.filter((hold) => hold.kind !== "level"),
    input.used
  )
  const exposed = await sumExposed(executor, pools)
  const balances = pools.map((pool): LevelBalance => {
    const used = total(input.used.filter((level) => isAt(level, pool)))
    const held = total(own.filter((hold) => hold.pool_id === pool.id))
    const mine = add(held, total(charges.filter((charge) => isAt(charge, pool))))
    return {
      pool_id: pool.id,
      inventory_item_id: pool.counted_id,
      location_id: pool.location_id ?? "",
      available: subtract(
        total(input.available.filter((level) => isAt(level, pool))),
        exposed.get(pool.id) ?? ZERO
      ),
      held: subtract(locked.get(pool.id)?.held ?? ZERO, held),
      overdrawn: subtract(used, mine),
    }
  })
  const crowded = balances.filter((balance) =>
    isPositive(subtract(balance.held, balance.available))
  )
  if (!crowded.some((balance) => isPositive(balance.overdrawn)))
    return { changes: consumed, relocate: [] }
  const pool_id = balances.map((balance) => balance.pool_id)
  const others = await listHolds(executor, { pool_id, state: "active" }, { order: "largest" })
  // The counters include due holds, which count for nobody.
  const live = balances.map((balance): LevelBalance => {
    const here = others.filter((hold) => hold.pool_id === balance.pool_id && !hold.due)
    return { ...balance, held: total(here) }
  })
  const { moves, relocate } = planMoves(live, others)
  const moved = await moveHolds(executor, moves, {
    actor: "system",
    reason: `order ${input.order_id} was reserved at this location instead of another`,
  })
  return { changes: [...consumed, ...moved], relocate }
}

const isAt = (level: LevelRef, pool: { counted_id: string; location_id: string | null }): boolean =>
  level.inventory_item_id === pool.counted_id && level.location_id === pool.location_id

const total = (all: readonly { quantity: Quantity }[]): Quantity =>
  all.reduce((subtotal, { quantity }) => add(subtotal, quantity), ZERO)

/** Moves whole holds to other pools. The caller has locked the pools on both sides. */
export async function moveHolds(
  executor: Executor,
  moves: readonly Move[],
  by: { actor: Actor; reason: string }
): Promise<HoldChange[]> {
  if (!moves.length) return []
  const { rows } = await executor.query<HoldChange>(
    `with wanted as (
       select h.id, h.pool_id as from_pool, m.to_pool, h.quantity
       from unnest($1::text[], $2::text[]) as m(id, to_pool) join holdfast_hold h on h.id = m.id
       where h.status = 'active' and h.pool_id <> m.to_pool
     ), moved as (
       update holdfast_hold h set pool_id = w.to_pool, version = h.version + 1, updated_at = clock_timestamp()
       from wanted w where h.id = w.id
       returning h.id, h.quantity, w.from_pool, w.to_pool, h.holder_type, h.holder_id, h.cart_id, h.order_id
     ), sides as (
       select from_pool as pool_id, -quantity as quantity, id, holder_type, holder_id from moved
       union all select to_pool, quantity, id, holder_type, holder_id from moved
     ), counted as (
       update holdfast_pool p set held = p.held + s.quantity, version = p.version + 1, updated_at = clock_timestamp()
       from (select pool_id, sum(quantity) as quantity from sides group by pool_id) s where p.id = s.pool_id
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select 'moved', pool_id, id, quantity, holder_type, holder_id, $3, $4 from sides
     )
     select 'moved' as kind, id as hold_id, to_pool as pool_id, quantity::text, cart_id, order_id from moved`,
    [moves.map((move) => move.hold_id), moves.map((move) => move.to_pool_id), by.actor, by.reason]
  )
  return rows
}
