import { add, isPositive, min, multiply, subtract, type Quantity } from "../../../shared/quantity"
import { listAllotments, setAllotments, type AllotmentRow } from "./allotments"
import { ensureLevelPools } from "./ensure-pools"
import type { Executor } from "../../../shared/executor"
import { lockPools } from "./lock-pools"
import { LIVE_IN_POOL } from "./predicates"
import type { PoolRow } from "./rows"

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
