import {
  compare,
  isPositive,
  max,
  min,
  multiply,
  subtract,
  sum,
  type Quantity,
} from "../../../shared/quantity"
import { setAllotments, type AllotmentRow, lockAllotted, hiddenUnits } from "./allotments"
import { writeResized } from "./create-pool"
import type { Executor } from "../../../shared/executor"
import { expireDueIn } from "./expire-due"
import { lockPools } from "./row-locks"
import type { HoldChange, PoolRow } from "./rows"

export interface Shrunk {
  pool_id: string
  quantity: Quantity
  /** Units that left the pool. */
  taken: Quantity
  /** Allotments whose reservation item has to follow. */
  allotments: AllotmentRow[]
  changes: HoldChange[]
}

/**
 * Lowers a pool *to* a quantity or *by* units, never below what is held. *By*, because a caller
 * that saw an older quantity must not give back what was sold since. The ledger first: a crash
 * before Medusa's reservation items shrink reserves too many.
 */
export async function shrinkPool(
  executor: Executor,
  poolId: string,
  target: { to: Quantity } | { by: Quantity }
): Promise<Shrunk> {
  const { pool, allotments } = await lockAllotted(executor, poolId)
  const before = pool.quantity ?? "0"
  const wanted = "to" in target ? target.to : subtract(before, target.by)
  const { held, changes } = await clearDue(executor, pool, wanted)
  const quantity = max(wanted, held)
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

/** Takes pool units from one item's allotments: hidden ones first, exposed ones last. */
function takeUnits(allotments: readonly AllotmentRow[], units: Quantity): AllotmentRow[] {
  let left = units
  return [...allotments]
    .sort((a, b) => (isPositive(subtract(hiddenUnits(b), hiddenUnits(a))) ? 1 : -1))
    .map((allotment) => {
      const taken = min(left, allotment.pool_units)
      left = subtract(left, taken)
      const pool_units = subtract(allotment.pool_units, taken)
      const exposed = min(allotment.exposed, multiply(pool_units, allotment.units_per_pool_unit))
      return { ...allotment, pool_units, exposed }
    })
}

/** Due holds per statement. */
export const CLEAR_ROUND = 500

/** One round of clearing a pool, in its own transaction; fewer than `CLEAR_ROUND` means done. */
export async function clearDueOf(executor: Executor, poolId: string): Promise<HoldChange[]> {
  await lockPools(executor, [poolId])
  return expireDueIn(executor, [poolId], CLEAR_ROUND)
}

/** Expires due holds of a locked pool until no more is held than wanted, or none is due. */
async function clearDue(
  executor: Executor,
  pool: PoolRow,
  wanted: Quantity
): Promise<{ held: Quantity; changes: HoldChange[] }> {
  let held = pool.held
  const changes: HoldChange[] = []
  while (compare(held, wanted) > 0) {
    const cleared = await expireDueIn(executor, [pool.id], CLEAR_ROUND)
    if (!cleared.length) break
    changes.push(...cleared)
    held = subtract(held, sum(cleared.map((change) => change.quantity)))
  }
  return { held, changes }
}
