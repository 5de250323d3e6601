import type { Executor } from "../../../shared/executor"
import { POOL_COLUMNS, type PoolRow } from "./rows"

/**
 * The one lock of the ledger: pool rows, in id order, once per transaction and before anything else
 * is read or written. Whoever changes a hold locks its pool, so hold rows need no lock and no two
 * verbs deadlock (docs/internals/locking.md).
 *
 * `no key`, because ids never change: who only needs the pool to exist (a foreign key) must not
 * wait, or that could deadlock with pools it has locked.
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
