import type { Executor } from "./executor"
import { lockHolds } from "./lock-holds"

/** Takes the mark of a running completion off holds whose completion is known to be dead. */
export async function unmarkCompleting(
  executor: Executor,
  holdIds: readonly string[]
): Promise<void> {
  const holds = await lockHolds(executor, { hold_ids: holdIds })
  await executor.query(
    `update holdfast_hold set completing_at = null, version = version + 1, updated_at = clock_timestamp()
     where id = any($1) and status = 'active'`,
    [holds.map((hold) => hold.id)]
  )
}
