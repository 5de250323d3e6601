import { add, isPositive, max, min, multiply, subtract, type Quantity } from "../../../lib/quantity"
import { listAllotments, setAllotments, type AllotmentRow } from "./allotments"
import { writeResized } from "./create-pool"
import { ensureLevelPools } from "./ensure-pools"
import { expireDueIn } from "./expire-due"
import type { Executor } from "./executor"
import { lockPools } from "./lock-pools"
import type { HoldChange, PoolRow } from "./rows"

export interface Shrunk {
  pool_id: string
  quantity: Quantity
  /** Units that left the pool. */
  taken: Quantity
  /** Allotments whose reservation item is to be set anew. */
  allotments: AllotmentRow[]
  changes: HoldChange[]
}

/**
 * Lowers a pool to a quantity, or by some units, never below what is held. *By* is for those who saw its quantity before:
 * units may be sold in between, and the rest must not grow by them. The ledger first: the units are nobody's until Medusa's
 * reservation items are lowered after it, so a crash in between keeps back too many.
 */
export async function shrinkPool(
  executor: Executor,
  poolId: string,
  target: { to: Quantity } | { by: Quantity }
): Promise<Shrunk> {
  const { pool, allotments, changes } = await lockAllotted(executor, poolId)
  const before = pool.quantity ?? "0"
  const quantity = max("to" in target ? target.to : subtract(before, target.by), pool.held)
  const by = subtract(before, quantity)
  if (!isPositive(by)) return { pool_id: poolId, quantity: before, taken: "0", allotments, changes }
  const items = new Set(allotments.map((allotment) => allotment.inventory_item_id))
  const shrunk = [...items].flatMap((item) =>
    takeUnits(
      allotments.filter((allotment) => allotment.inventory_item_id === item),
      by
    )
  )
  await setAllotments(executor, shrunk)
  await executor.query(
    `update holdfast_pool set quantity = $2, version = version + 1, updated_at = clock_timestamp() where id = $1`,
    [poolId, quantity]
  )
  await writeResized(executor, poolId, `-${by}`, "the pool was lowered")
  return { pool_id: poolId, quantity, taken: by, allotments: shrunk, changes }
}

/** Takes pool units away from one item's allotments: those that Medusa withholds first, exposed ones last. */
export function takeUnits(allotments: readonly AllotmentRow[], units: Quantity): AllotmentRow[] {
  let left = units
  return [...allotments]
    .sort((a, b) => (isPositive(subtract(withheldUnits(b), withheldUnits(a))) ? 1 : -1))
    .map((allotment) => {
      const taken = min(left, allotment.pool_units)
      left = subtract(left, taken)
      const pool_units = subtract(allotment.pool_units, taken)
      const exposed = min(allotment.exposed, multiply(pool_units, allotment.units_per_pool_unit))
      return { ...allotment, pool_units, exposed }
    })
}

const withheldUnits = (allotment: AllotmentRow): Quantity =>
  subtract(multiply(allotment.pool_units, allotment.units_per_pool_unit), allotment.exposed)

/**
 * Exposes as much of a pool as shoppers have in their carts, so that Medusa's own checks let them pass. The ledger first.
 * @returns the allotments whose reservation item is to be lowered.
 */
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
    allotments.reduce((sum, one) => add(sum, one.exposed), "0")
  )
  const changed: AllotmentRow[] = []
  // A line is served from one location: rather one that takes all of it than a bit everywhere.
  const roomiest = [...allotments].sort((a, b) =>
    isPositive(subtract(withheldUnits(b), withheldUnits(a))) ? 1 : -1
  )
  for (const allotment of roomiest) {
    const more = min(lacking, withheldUnits(allotment))
    if (!isPositive(more)) continue
    changed.push({ ...allotment, exposed: add(allotment.exposed, more) })
    lacking = subtract(lacking, more)
  }
  return changed
}

/** How far a pool's exposure exceeds what shoppers have in their carts: figures to set, after Medusa withholds them. */
export async function planWithhold(executor: Executor, poolId: string): Promise<AllotmentRow[]> {
  const { allotments } = await lockAllotted(executor, poolId)
  return lowerExposure(allotments, await sumAttached(executor, poolId))
}

/**
 * Writes what Medusa withholds by now. A shopper may have put a unit into a cart in the meantime; then that much stays
 * exposed, and Medusa is to be set again to what is returned.
 */
export async function withhold(
  executor: Executor,
  poolId: string,
  planned: readonly AllotmentRow[]
): Promise<AllotmentRow[]> {
  const { allotments } = await lockAllotted(executor, poolId)
  const lowest = lowerExposure(allotments, await sumAttached(executor, poolId))
  const changed = lowest.filter((one) => planned.some((plan) => plan.id === one.id))
  await setAllotments(executor, changed)
  return changed
}

function lowerExposure(allotments: readonly AllotmentRow[], attached: Quantity): AllotmentRow[] {
  const items = new Set(allotments.map((allotment) => allotment.inventory_item_id))
  return [...items].flatMap((item) => {
    const mine = allotments.filter((allotment) => allotment.inventory_item_id === item)
    const wanted = multiply(attached, mine[0]?.units_per_pool_unit ?? "0")
    let idle = subtract(
      mine.reduce((sum, one) => add(sum, one.exposed), "0"),
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
    `select coalesce(sum(quantity), 0)::text as units from holdfast_hold
     where pool_id = $1 and status = 'active' and cart_id is not null
       and (expires_at > clock_timestamp() or completing_at is not null)`,
    [poolId]
  )
  return rows[0]?.units ?? "0"
}

/** Locks a pool and its levels' pools, and clears lapsed holds out of it. */
async function lockAllotted(
  executor: Executor,
  poolId: string
): Promise<{ pool: PoolRow; allotments: AllotmentRow[]; changes: HoldChange[] }> {
  const levels = await ensureLevelPools(executor, await listAllotments(executor, [poolId]))
  const ids = [poolId, ...levels.map((level) => level.id)]
  await lockPools(executor, ids)
  const changes = await expireDueIn(executor, [poolId], [])
  const pool = (await lockPools(executor, ids)).get(poolId)
  if (!pool) throw new Error(`There is no pool ${poolId}.`)
  return { pool, allotments: await listAllotments(executor, [poolId]), changes }
}
