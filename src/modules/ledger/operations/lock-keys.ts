import type { Executor } from "../../../shared/executor"

/**
 * Makes two transactions with the same idempotency key come one after the other, so that the second
 * finds what the first wrote. The pools' locks do not do that: a retry may have been placed at
 * another pool than its first attempt.
 *
 * Before any pool is locked, and sorted, so that nobody waits in a circle. The locks end with the
 * transaction.
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
