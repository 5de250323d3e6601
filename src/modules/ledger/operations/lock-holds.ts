import type { Executor } from "./executor"
import { lockPools } from "./lock-pools"
import { HOLD_COLUMNS, type HoldRow } from "./rows"

/** Which holds a verb is about. */
export type HoldFilter = { hold_ids: readonly string[] } | { cart_ids: readonly string[] }

/**
 * Locks the pools of some holds and reads the holds that are still active. A hold may have moved to
 * another pool while we waited for the lock; then its new pool is not ours, and `PoolsMovedError`
 * makes the caller start again.
 */
export async function lockHolds(executor: Executor, filter: HoldFilter): Promise<HoldRow[]> {
  const before = await findHolds(executor, filter)
  const locked = await lockPools(
    executor,
    before.map((hold) => hold.pool_id)
  )
  const holds = await findHolds(executor, filter)
  if (holds.some((hold) => !locked.has(hold.pool_id))) throw new PoolsMovedError()
  return holds
}

/** Retried by `inTransaction`'s caller like a serialisation failure. */
export class PoolsMovedError extends Error {
  readonly code = "40001"
  constructor() {
    super("A hold moved to another pool while its old one was being locked.")
  }
}

async function findHolds(executor: Executor, filter: HoldFilter): Promise<HoldRow[]> {
  const byIds = "hold_ids" in filter
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.status = 'active' and ${byIds ? "h.id" : "h.cart_id"} = any($1) order by h.id`,
    [byIds ? [...filter.hold_ids] : [...filter.cart_ids]]
  )
  return rows
}
