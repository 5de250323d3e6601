import type { Executor } from "../../../shared/executor"

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
