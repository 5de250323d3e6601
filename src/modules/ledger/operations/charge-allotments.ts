import { ZERO, compare, min, multiply, subtract, type Quantity } from "../../../shared/quantity"
import { listAllotments, setAllotments, type AllotmentRow } from "./allotments"
import type { LevelQuantity } from "./consume"
import type { Executor } from "../../../shared/executor"
import type { HoldRow, PoolRow } from "./rows"

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
