import type { Executor } from "../../../shared/executor"
import { DUE, DUE_IN_POOL } from "./predicates"
import { resolveHolds } from "./resolve-holds"
import type { HoldChange } from "./rows"

/** Pools that have anything which the sweeper may expire. */
const HAS_DUE = `p.held > 0 and exists (select from holdfast_hold h where h.pool_id = p.id and ${DUE_IN_POOL})`

/**
 * Expires due holds of pools whose rows the caller has locked: a full pool makes room before it
 * refuses. At most a number of each pool, the oldest first; fewer than that means that no more are
 * due there.
 */
export async function expireDueIn(
  executor: Executor,
  poolIds: readonly string[],
  limitPerPool: number
): Promise<HoldChange[]> {
  if (!poolIds.length) return []
  // One range of an index per pool, from its start to the limit, however many holds are due behind
  // it.
  const { rows } = await executor.query<{ id: string }>(
    `select due.id from holdfast_pool p cross join lateral (
       select h.id from holdfast_hold h where h.pool_id = p.id and ${DUE} order by h.expires_at limit $2
     ) due where p.id = any($1)`,
    [[...poolIds], limitPerPool]
  )
  return expire(executor, rows, "its time ran out and its units were needed")
}

/**
 * Expires those of some holds that are due: their holders cannot hold again meanwhile. Their
 * pools are locked.
 */
export async function expireThese(
  executor: Executor,
  holdIds: readonly string[]
): Promise<HoldChange[]> {
  if (!holdIds.length) return []
  const { rows } = await executor.query<{ id: string }>(
    `select h.id from holdfast_hold h join holdfast_pool p on p.id = h.pool_id where h.id = any($1) and ${DUE}`,
    [[...holdIds]]
  )
  return expire(executor, rows, "its time ran out and its holder came back")
}

/**
 * One round of the sweeper: expires up to `limit` due holds. Pools that somebody works on right now
 * are skipped, so any number of processes may sweep at once and none makes a shopper wait.
 * Housekeeping only: a due hold counts for nobody.
 *
 * A hold whose cart is being completed is left alone: whether it was sold must be asked of
 * Medusa first.
 */
export async function expireDue(executor: Executor, limit: number): Promise<HoldChange[]> {
  const locked = await executor.query<{ id: string }>(
    `select p.id from holdfast_pool p where ${HAS_DUE} order by p.id limit $1 for no key update of p skip locked`,
    [limit]
  )
  if (!locked.rows.length) return []
  const { rows } = await executor.query<{ id: string }>(
    `select due.id from unnest($1::text[]) as p(id) cross join lateral (
       select h.id, h.expires_at from holdfast_hold h where h.pool_id = p.id and ${DUE_IN_POOL}
       order by h.expires_at limit $2
     ) due order by due.expires_at limit $2`,
    [locked.rows.map((row) => row.id), limit]
  )
  return expire(executor, rows, "its time ran out")
}

/**
 * Whether the sweeper has anything left to expire, in pools that somebody works on right now too.
 */
export async function hasDue(executor: Executor): Promise<boolean> {
  const { rows } = await executor.query<{ due: boolean }>(
    `select exists (select from holdfast_pool p where ${HAS_DUE}) as due`
  )
  return rows[0]?.due === true
}

function expire(
  executor: Executor,
  holds: readonly { id: string }[],
  reason: string
): Promise<HoldChange[]> {
  return resolveHolds(executor, {
    hold_ids: holds.map((hold) => hold.id),
    status: "expired",
    actor: "sweeper",
    reason,
  })
}
