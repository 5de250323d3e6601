import type { Executor } from "../../../shared/executor"
import { lockHolds, type HoldsOf } from "./row-locks"
import type { Actor, HoldChange } from "./rows"

export interface Extension {
  filter: HoldsOf
  /** Seconds from now that the holds live, at least. Never shortens a life. */
  seconds: number
  /**
   * `wait`: the cart is in the checkout queue; lives by `seconds` past the hard cap if need be.
   * `start`: a payment is about to run; marked, and lives on as well. Not a drop's hold whose cap
   * is `seconds` ago: retries would keep its unit forever.
   * `stop`: ended without an order. `abandon`: known to be dead; due holds lose the mark too.
   * Left out: an ordinary extension, up to the cap.
   */
  completion?: "wait" | "start" | "stop" | "abandon"
  actor: Actor
  reason: string
}

/** Extends live holds. A due hold is not revived: its units may be promised already. */
export async function extend(executor: Executor, extension: Extension): Promise<HoldChange[]> {
  const holds = await lockHolds(executor, extension.filter)
  const abandon = extension.completion === "abandon"
  const marked = abandon ? holds : holds.filter((hold) => !hold.due)
  if (!marked.length) return []
  const { rows } = await executor.query<HoldChange & { longer: boolean }>(
    `with clock as materialized (select clock_timestamp() as now), touched as (
       select h.id, h.expires_at as before, greatest(h.expires_at, case $3
         when 'abandon' then h.expires_at
         when 'start' then clock.now + make_interval(secs => $2)
         when 'wait' then least(clock.now, h.extend_until) + make_interval(secs => $2)
         else least(clock.now + make_interval(secs => $2), h.extend_until) end) as expires_at
       from clock, holdfast_hold h join holdfast_pool p on p.id = h.pool_id
       where h.id = any($1) and h.status = 'active'
         and not ($3 = 'start' and p.kind = 'drop' and h.extend_until + make_interval(secs => $2) < clock.now)
     ), longer as (
       update holdfast_hold h
       set expires_at = u.expires_at, version = h.version + 1, updated_at = clock.now,
           completing_at = case when $3 = 'start' then clock.now when $3 in ('stop', 'abandon') then null else h.completing_at end
       from touched u, clock where h.id = u.id and ($3 <> 'wait' or u.expires_at > u.before)
       returning h.id, h.pool_id, h.holder_type, h.holder_id, h.cart_id, h.order_id, u.expires_at > u.before as longer
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select 'extended', pool_id, id, 0, holder_type, holder_id, $4, $5 from longer where $3 <> 'abandon'
     )
     select 'extended' as kind, id as hold_id, pool_id, '0' as quantity, cart_id, order_id, longer from longer`,
    [
      marked.map((hold) => hold.id),
      extension.seconds,
      extension.completion ?? "none",
      extension.actor,
      extension.reason,
    ]
  )
  return rows.filter((row) => row.longer).map(({ longer: _, ...change }) => change)
}
