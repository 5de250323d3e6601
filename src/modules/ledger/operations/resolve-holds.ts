import type { Executor } from "../../../shared/executor"
import type { Actor, HoldChange, HoldStatus } from "./rows"

export interface Resolution {
  hold_ids: readonly string[]
  status: Exclude<HoldStatus, "active">
  order_id?: string
  actor: Actor
  reason: string
}

/**
 * The only writer of a hold's status. The caller has locked the pools.
 *
 * Consuming moves the version, since the units left Medusa's availability when the order reserved
 * them: an older reading must not be used with the lowered `held`. The same for any hold in a
 * completion. Otherwise Medusa's availability did not change, and the version stays.
 */
export async function resolveHolds(
  executor: Executor,
  resolution: Resolution
): Promise<HoldChange[]> {
  if (!resolution.hold_ids.length) return []
  const { rows } = await executor.query<HoldChange>(
    `with before as (
       select id, completing_at is not null as completing from holdfast_hold where id = any($1) and status = 'active'
     ), resolved as (
       update holdfast_hold h
       set status = $2, order_id = coalesce($3, h.order_id), resolved_at = clock_timestamp(),
           updated_at = clock_timestamp(), completing_at = null, version = h.version + 1
       from before b
       where h.id = b.id and h.status = 'active'
       returning h.id, h.pool_id, h.quantity, h.holder_type, h.holder_id, h.cart_id, h.order_id, b.completing
     ), lowered as (
       update holdfast_pool p
       set held = p.held - s.quantity, version = p.version + case when $2 = 'consumed' or s.completing then 1 else 0 end,
           updated_at = clock_timestamp()
       from (
         select pool_id, sum(quantity) as quantity, bool_or(completing) as completing from resolved group by pool_id
       ) s
       where p.id = s.pool_id
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, order_id, actor, reason)
       select $2, pool_id, id, -quantity, holder_type, holder_id, order_id, $4, $5 from resolved
     )
     select $2 as kind, id as hold_id, pool_id, quantity::text, cart_id, order_id from resolved`,
    [
      [...resolution.hold_ids],
      resolution.status,
      resolution.order_id ?? null,
      resolution.actor,
      resolution.reason,
    ]
  )
  return rows
}
