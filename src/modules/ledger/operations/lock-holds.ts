import type { Executor } from "../../../shared/executor"
import { listHolds } from "./list-holds"
import { lockPools } from "./lock-pools"
import type { HoldRow } from "./rows"

/** Which holds a verb is about. */
export type HoldsOf = { hold_ids: readonly string[] } | { cart_ids: readonly string[] }

/**
 * Locks the pools of some holds and reads the holds that are still active. A hold may have moved to
 * another pool while we waited for the lock; then its new pool is not ours, and `PoolsMovedError`
 * makes the caller start again.
 */
export async function lockHolds(executor: Executor, filter: HoldsOf): Promise<HoldRow[]> {
  const byId = "hold_ids" in filter
  const wanted = {
    state: "active",
    ...(byId ? { id: filter.hold_ids } : { cart_id: filter.cart_ids }),
  } as const
  const before = await listHolds(executor, wanted)
  const locked = await lockPools(
    executor,
    before.map((hold) => hold.pool_id)
  )
  const holds = await listHolds(executor, wanted)
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
