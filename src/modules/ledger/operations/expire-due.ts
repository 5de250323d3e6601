import type { Executor } from "../../../shared/executor"
import { DUE, DUE_IN_POOL } from "./predicates"
import { resolveHolds } from "./resolve-holds"
import type { HoldChange } from "./rows"

/** Pools with anything that the sweeper may expire. */
const HAS_DUE = `p.held > 0 and exists (select from holdfast_hold h where h.pool_id = p.id and ${DUE_IN_POOL})`

/** Expires due holds of locked pools, oldest first, `limit` per pool; fewer means none is left. */
export async function expireDueIn(
  executor: Executor,
  poolIds: readonly string[],
  limitPerPool: number
): Promise<HoldChange[]> {
  if (!poolIds.length) return []
  // One index range per pool, from its start to the limit, however many holds are due behind it.
  const { rows } = await executor.query<{ id: string }>(
    `select due.id from holdfast_pool p cross join lateral (
       select h.id from holdfast_hold h where h.pool_id = p.id and ${DUE} order by h.expires_at limit $2
     ) due where p.id = any($1)`,
    [[...poolIds], limitPerPool]
  )
  return expire(executor, rows, "its time ran out and its units were needed")
}

/** Expires those that are due. Their pools are locked, so nobody holds again meanwhile. */
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
 * One round of the sweeper. Pools in use are skipped: processes may sweep concurrently, and no
 * shopper waits. Holds of a running completion stay: Medusa knows whether they were sold.
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

/** Whether anything is left to expire, including in pools that are in use. */
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
