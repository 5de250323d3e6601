import type { Executor } from "../../../shared/executor"
import { listHolds } from "./list-holds"
import { lockPools } from "./lock-pools"
import type { HoldRow } from "./rows"

/** The holds that a verb applies to. */
export type HoldsOf = { hold_ids: readonly string[] } | { cart_ids: readonly string[] }

/**
 * Locks the pools of some holds and reads those still active. @throws PoolsMovedError when a hold
 * moved to another pool while we waited; the caller starts again.
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

/** The caller of `inTransaction` retries it like a serialization failure. */
export class PoolsMovedError extends Error {
  readonly code = "40001"
  constructor() {
    super("A hold moved to another pool while its old pool was being locked.")
  }
}
