import type { Executor } from "./executor"

/**
 * When the longest lapsed hold lapsed that the sweeper should have tidied by now; null when there
 * is none. Holds whose cart is being completed are left out: they wait for their order on purpose.
 */
export async function readOldestDue(executor: Executor): Promise<Date | null> {
  const { rows } = await executor.query<{ oldest: Date | null }>(
    `select min(expires_at) as oldest from holdfast_hold
     where status = 'active' and expires_at <= statement_timestamp() and completing_at is null`
  )
  return rows[0]?.oldest ?? null
}
