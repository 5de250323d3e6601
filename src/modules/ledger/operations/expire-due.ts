import type { Executor } from "./executor"
import { resolveHolds } from "./resolve-holds"
import type { HoldChange } from "./rows"

/** Most due holds that one refused request clears away; a pool with more is full of them and is tried again. */
const RECLAIM_MAX = 10_000

/**
 * Expires the due holds of pools whose rows the caller has locked: a full pool makes room before it refuses. Those that
 * are named come first, since their holders cannot hold anew while they stand.
 *
 * In a pool with a quantity of its own, a hold whose completion runs is left alone: its unit may be an order's by now,
 * which a level learns from Medusa's availability and such a pool does not.
 */
export async function expireDueIn(
  executor: Executor,
  poolIds: readonly string[],
  firstIds: readonly string[]
): Promise<HoldChange[]> {
  const { rows } = await executor.query<{ id: string }>(
    `select h.id from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.status = 'active' and h.expires_at <= statement_timestamp() and h.pool_id = any($1)
       and (h.completing_at is null or p.kind = 'level')
     order by (h.id = any($3)) desc, h.expires_at limit $2`,
    [[...poolIds], RECLAIM_MAX, [...firstIds]]
  )
  return expire(executor, rows, "its time ran out and its units were needed")
}

/**
 * One round of the sweeper: expires up to `limit` due holds. Pools that somebody works on right now are skipped, so any
 * number of processes may sweep at once and none makes a shopper wait. Housekeeping only: a due hold counts for nobody.
 *
 * A hold whose cart is being completed is left to `listUnsettled`: whether it was sold must be asked of Medusa first.
 */
export async function expireDue(executor: Executor, limit: number): Promise<HoldChange[]> {
  const locked = await executor.query<{ id: string }>(
    `select p.id from holdfast_pool p
     where p.held > 0 and exists (
       select from holdfast_hold h
       where h.pool_id = p.id and h.status = 'active' and h.expires_at <= statement_timestamp()
         and h.completing_at is null
     ) order by p.id limit $1 for no key update of p skip locked`,
    [limit]
  )
  if (!locked.rows.length) return []
  const { rows } = await executor.query<{ id: string }>(
    `select id from holdfast_hold
     where status = 'active' and expires_at <= statement_timestamp() and completing_at is null and pool_id = any($1)
     order by expires_at limit $2`,
    [locked.rows.map((row) => row.id), limit]
  )
  return expire(executor, rows, "its time ran out")
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
