import { ConcurrentChangeError } from "../../../shared/database-errors"
import type { Executor } from "../../../shared/executor"

/** A lock across transactions and processes. It expires by itself after a crash. */
export interface LedgerLock {
  key: string
  /** One attempt at completing a cart, say: two attempts exclude each other. */
  owner: string
  cart_id: string | null
  /** Blocks others until the owner's order is settled. */
  keep_until_settled: boolean
}

/** Acquires all of the locks for one owner, or none. Returns the conflicting ones. */
export async function acquireLocks(
  executor: Executor,
  input: { keys: readonly string[]; owner: string; cart_id?: string; seconds: number }
): Promise<LedgerLock[]> {
  const keys = [...new Set(input.keys)].sort()
  const { rows: blocking } = await executor.query<LedgerLock>(
    `select key, owner, cart_id, keep_until_settled from holdfast_lock
     where key = any($1) and owner <> $2 and expires_at > clock_timestamp()
     order by key for update`,
    [keys, input.owner]
  )
  if (blocking.length) return blocking
  const { rows: taken } = await executor.query<{ key: string }>(
    `insert into holdfast_lock as l (key, owner, cart_id, taken_at, expires_at)
     select key, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4) from unnest($1::text[]) as key
     on conflict (key) do update
     set owner = excluded.owner, cart_id = excluded.cart_id, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
         keep_until_settled = l.owner = excluded.owner and l.keep_until_settled
     where l.owner = excluded.owner or l.expires_at <= clock_timestamp()
     returning key`,
    [keys, input.owner, input.cart_id ?? null, input.seconds]
  )
  if (taken.length < keys.length) throw new ConcurrentChangeError("Another owner took a lock.")
  return []
}

/** Releases locks of an owner or a cart, all or those of some keys. */
export async function releaseLocks(
  executor: Executor,
  input: { of: { owner: string } | { cart_id: string }; keys?: readonly string[] }
): Promise<void> {
  const [column, id] =
    "owner" in input.of ? ["owner", input.of.owner] : ["cart_id", input.of.cart_id]
  await executor.query(
    `delete from holdfast_lock where ${column} = $1 and ($2::text[] is null or key = any($2))`,
    [id, input.keys ? [...input.keys] : null]
  )
}

/** Blocks others from an owner's locks until its order is settled. */
export async function keepLocks(
  executor: Executor,
  input: { owner: string; keys: readonly string[]; seconds: number }
): Promise<void> {
  await executor.query(
    `update holdfast_lock
     set keep_until_settled = true,
         expires_at = greatest(expires_at, clock_timestamp() + make_interval(secs => $3))
     where owner = $1 and key = any($2)`,
    [input.owner, [...input.keys], input.seconds]
  )
}
