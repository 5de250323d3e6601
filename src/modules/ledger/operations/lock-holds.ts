import { ConcurrentChangeError } from "../../../shared/database-errors"
import type { Executor } from "../../../shared/executor"
import { listHolds } from "./list-holds"
import { lockPools } from "./lock-pools"
import type { HoldRow } from "./rows"

/** The holds that a verb applies to. */
export type HoldsOf = { hold_ids: readonly string[] } | { cart_ids: readonly string[] }

/** Locks holds' pools, then reads active holds. @throws ConcurrentChangeError if one moved. */
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
  if (holds.some((hold) => !locked.has(hold.pool_id)))
    throw new ConcurrentChangeError("A hold moved to another pool.")
  return holds
}
