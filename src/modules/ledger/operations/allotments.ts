import {
  type Quantity,
  add,
  isPositive,
  min,
  multiply,
  subtract,
  ZERO,
  compare,
} from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"
import { ensureLevelPools } from "./read-availability"
import { lockPools } from "./row-locks"
import { LIVE_IN_POOL } from "./predicates"
import type { PoolRow, HoldRow } from "./rows"
import type { LevelQuantity } from "./consume"

/**
 * Units of a pool at one inventory level, unavailable to the rest of the shop.
 *
 * Most are hidden by a reservation item: `pool_units × units_per_pool_unit − exposed`. The rest is
 * *exposed*: Medusa sees it as available, so that its own checks let the shopper's cart pass; the
 * gates deny it to everybody else, since every reading of the level subtracts it.
 */
export interface AllotmentRow {
  id: string
  pool_id: string
  inventory_item_id: string
  location_id: string
  units_per_pool_unit: Quantity
  /** Units of the pool at this level. */
  pool_units: Quantity
  /** Units of the inventory item. */
  exposed: Quantity
  reservation_item_id: string | null
}

const COLUMNS = `a.id, a.pool_id, a.inventory_item_id, a.location_id, a.units_per_pool_unit::text, a.pool_units::text,
  a.exposed::text, a.reservation_item_id`

/** Of some pools, or all: as many as there are open limited releases. */
export async function listAllotments(
  executor: Executor,
  poolIds?: readonly string[]
): Promise<AllotmentRow[]> {
  const { rows } = await executor.query<AllotmentRow>(
    `select ${COLUMNS} from holdfast_allotment a ${poolIds ? "where a.pool_id = any($1)" : ""} order by a.id`,
    poolIds && [[...poolIds]]
  )
  return rows
}

export interface AllotmentChange {
  id: string
  pool_units: Quantity
  exposed: Quantity
}

/**
 * Sets absolute figures. The caller locks the pool and its levels' pools, whose versions move: a
 * reading taken before must not be used with the new figure (law 3).
 */
export async function setAllotments(
  executor: Executor,
  changes: readonly AllotmentChange[]
): Promise<void> {
  if (!changes.length) return
  await executor.query(
    `with changed as (
       update holdfast_allotment a
       set pool_units = c.pool_units, exposed = c.exposed, updated_at = clock_timestamp()
       from unnest($1::text[], $2::numeric[], $3::numeric[]) as c(id, pool_units, exposed)
       where a.id = c.id
       returning a.inventory_item_id, a.location_id
     )
     update holdfast_pool p set version = p.version + 1, updated_at = clock_timestamp()
     from (select distinct * from changed) c
     where p.kind = 'level' and p.counted_id = c.inventory_item_id and p.location_id = c.location_id`,
    [
      changes.map((change) => change.id),
      changes.map((change) => change.pool_units),
      changes.map((change) => change.exposed),
    ]
  )
}

export async function setReservationItem(
  executor: Executor,
  allotmentId: string,
  reservationItemId: string | null
): Promise<void> {
  await executor.query(
    `update holdfast_allotment set reservation_item_id = $2, updated_at = clock_timestamp() where id = $1`,
    [allotmentId, reservationItemId]
  )
}

export const hiddenUnits = (allotment: AllotmentRow): Quantity =>
  subtract(multiply(allotment.pool_units, allotment.units_per_pool_unit), allotment.exposed)

/** Exposes the units in shoppers' carts. Returns the allotments to lower in Medusa. */
export async function exposeAttached(executor: Executor, poolId: string): Promise<AllotmentRow[]> {
  const { allotments } = await lockAllotted(executor, poolId)
  const attached = await sumAttached(executor, poolId)
  const items = new Set(allotments.map((allotment) => allotment.inventory_item_id))
  const changed = [...items].flatMap((item) =>
    exposeItem(
      allotments.filter((allotment) => allotment.inventory_item_id === item),
      attached
    )
  )
  await setAllotments(executor, changed)
  return changed
}

function exposeItem(allotments: readonly AllotmentRow[], attached: Quantity): AllotmentRow[] {
  const [first] = allotments
  if (!first) return []
  const wanted = multiply(attached, first.units_per_pool_unit)
  let lacking = subtract(
    wanted,
    allotments.reduce((sum, { exposed }) => add(sum, exposed), "0")
  )
  const changed: AllotmentRow[] = []
  // A line ships from one location: one that fits all of it is better than several.
  const roomiest = [...allotments].sort((a, b) =>
    isPositive(subtract(hiddenUnits(b), hiddenUnits(a))) ? 1 : -1
  )
  for (const allotment of roomiest) {
    const more = min(lacking, hiddenUnits(allotment))
    if (!isPositive(more)) continue
    changed.push({ ...allotment, exposed: add(allotment.exposed, more) })
    lacking = subtract(lacking, more)
  }
  return changed
}

/** What to hide again: exposure beyond what shoppers have in carts. Set once Medusa hides it. */
export async function planHiding(executor: Executor, poolId: string): Promise<AllotmentRow[]> {
  const { allotments } = await lockAllotted(executor, poolId)
  return lowerExposure(allotments, await sumAttached(executor, poolId))
}

/** Writes what Medusa now hides, less what went into a cart meanwhile: Medusa must follow. */
export async function hide(
  executor: Executor,
  poolId: string,
  planned: readonly AllotmentRow[]
): Promise<AllotmentRow[]> {
  const { allotments } = await lockAllotted(executor, poolId)
  const lowest = lowerExposure(allotments, await sumAttached(executor, poolId))
  const changed = lowest.filter(({ id }) => planned.some((plan) => plan.id === id))
  await setAllotments(executor, changed)
  return changed
}

function lowerExposure(allotments: readonly AllotmentRow[], attached: Quantity): AllotmentRow[] {
  const items = new Set(allotments.map((allotment) => allotment.inventory_item_id))
  return [...items].flatMap((item) => {
    const mine = allotments.filter((allotment) => allotment.inventory_item_id === item)
    const wanted = multiply(attached, mine[0]?.units_per_pool_unit ?? "0")
    let idle = subtract(
      mine.reduce((sum, { exposed }) => add(sum, exposed), "0"),
      wanted
    )
    return mine.flatMap((allotment) => {
      const less = min(idle, allotment.exposed)
      if (!isPositive(less)) return []
      idle = subtract(idle, less)
      return [{ ...allotment, exposed: subtract(allotment.exposed, less) }]
    })
  })
}

/** Units of live holds that lie in a cart. */
async function sumAttached(executor: Executor, poolId: string): Promise<Quantity> {
  const { rows } = await executor.query<{ units: Quantity }>(
    `select coalesce(sum(h.quantity), 0)::text as units from holdfast_hold h
     where h.pool_id = $1 and h.cart_id is not null and ${LIVE_IN_POOL}`,
    [poolId]
  )
  return rows[0]?.units ?? "0"
}

/** Locks a pool and its levels' pools. */
export async function lockAllotted(
  executor: Executor,
  poolId: string
): Promise<{ pool: PoolRow; allotments: AllotmentRow[] }> {
  const levels = await ensureLevelPools(executor, await listAllotments(executor, [poolId]))
  const pools = await lockPools(executor, [poolId, ...levels.map((level) => level.id)])
  const pool = pools.get(poolId)
  if (!pool) throw new Error(`The pool ${poolId} does not exist.`)
  return { pool, allotments: await listAllotments(executor, [poolId]) }
}

/** Takes consumed units from their pool and its exposure, where Medusa reserved if it can. */
export async function chargeAllotments(
  executor: Executor,
  consumed: readonly HoldRow[],
  used: readonly LevelQuantity[]
): Promise<LevelQuantity[]> {
  if (!consumed.length) return []
  const allotments = await listAllotments(
    executor,
    consumed.map((hold) => hold.pool_id)
  )
  const charges: LevelQuantity[] = []
  for (const hold of consumed) {
    const mine = allotments.filter((allotment) => allotment.pool_id === hold.pool_id)
    for (const item of new Set(mine.map((allotment) => allotment.inventory_item_id))) {
      const here = mine.filter((allotment) => allotment.inventory_item_id === item)
      let left = hold.quantity
      while (compare(left, ZERO) > 0) {
        const allotment = choose(here, left, used)
        if (!allotment) break
        const units = min(left, allotment.pool_units)
        const quantity = multiply(units, allotment.units_per_pool_unit)
        allotment.pool_units = subtract(allotment.pool_units, units)
        allotment.exposed = subtract(allotment.exposed, min(allotment.exposed, quantity))
        charges.push({ inventory_item_id: item, location_id: allotment.location_id, quantity })
        left = subtract(left, units)
      }
    }
    await executor.query(
      `update holdfast_pool set quantity = quantity - $2, version = version + 1, updated_at = clock_timestamp()
       where id = $1`,
      [hold.pool_id, hold.quantity]
    )
  }
  await setAllotments(executor, allotments)
  return charges
}

/** Prefers the level where Medusa reserved, then one where all the units are exposed. */
function choose(
  allotments: readonly AllotmentRow[],
  units: Quantity,
  used: readonly LevelQuantity[]
): AllotmentRow | undefined {
  const rank = (allotment: AllotmentRow): number => {
    const whole = compare(allotment.exposed, multiply(units, allotment.units_per_pool_unit)) >= 0
    const isUsed = used.some(
      (level) =>
        level.inventory_item_id === allotment.inventory_item_id &&
        level.location_id === allotment.location_id
    )
    return (whole ? 2 : 0) + (isUsed ? 1 : 0)
  }
  return allotments
    .filter((allotment) => compare(allotment.pool_units, ZERO) > 0)
    .sort((a, b) => rank(b) - rank(a))[0]
}

/** Level pool → units that allotments expose there. */
export async function sumExposed(
  executor: Executor,
  levels: readonly PoolRow[]
): Promise<Map<string, Quantity>> {
  const { rows } = await executor.query<{ id: string; exposed: Quantity }>(
    `select p.id, sum(a.exposed)::text as exposed
     from holdfast_pool p join holdfast_allotment a
       on a.inventory_item_id = p.counted_id and a.location_id = p.location_id
     where p.id = any($1) group by p.id`,
    [levels.map((level) => level.id)]
  )
  return new Map(rows.map((row) => [row.id, row.exposed]))
}
