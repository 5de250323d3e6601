import type { Executor } from "../../../shared/executor"
import { POOL_COLUMNS, type PoolRow, type HoldRow } from "./rows"
import { ConcurrentChangeError } from "../../../shared/database-errors"
import { listHolds } from "./list-holds"

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

/**
 * Serializes transactions with the same idempotency key, until they end: the second finds what the
 * first wrote. The pools' locks do not, since a retry may be placed at another pool.
 *
 * Call it before locking pools. Sorted, so that no two transactions deadlock.
 */
export async function lockKeys(executor: Executor, keys: readonly string[]): Promise<void> {
  if (!keys.length) return
  await executor.query(
    `select pg_advisory_xact_lock(hash) from (
       select distinct hashtextextended(key, 0) as hash from unnest($1::text[]) as key order by hash
     ) sorted`,
    [[...keys]]
  )
}

/** The reference of the movement with this key, locked until commit; undefined if it is new. */
export async function lockMovementKey(
  executor: Executor,
  key: string
): Promise<string | undefined> {
  await lockKeys(executor, [key])
  const { rows } = await executor.query<{ reference: string }>(
    `select reference from holdfast_entry where idempotency_key = $1`,
    [key]
  )
  return rows[0]?.reference
}
