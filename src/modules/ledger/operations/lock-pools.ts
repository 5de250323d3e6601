import type { Executor } from "../../../shared/executor"
import { POOL_COLUMNS, type PoolRow } from "./rows"

/**
 * The one lock of the ledger: pool rows, in id order, once per transaction and before anything else
 * is read or written. Whoever changes a hold holds its pool's row, so hold rows need no lock of
 * their own and no two verbs can wait for each other in a circle (docs/internals/locking.md).
 *
 * `no key`, because a pool's id never changes: whoever only needs the pool to exist (an allotment's
 * foreign key) need not wait for us, which could close a circle with the pools that its writer has
 * locked.
 */
export async function lockPools(
  executor: Executor,
  poolIds: readonly string[]
): Promise<Map<string, PoolRow>> {
  const { rows } = await executor.query<PoolRow>(
    `select ${POOL_COLUMNS} from holdfast_pool p where p.id = any($1) order by p.id for no key update`,
    [[...new Set(poolIds)]]
  )
  return new Map(rows.map((row) => [row.id, row]))
}
