import type { Decision } from "./decide-reserve"
import type { Executor } from "./executor"
import type { HoldChange } from "./rows"

/**
 * Writes a decision in one statement: new holds, grown holds, longer lives, the pools' counters and the journal.
 *
 * A hold that is kept is prolonged also when its time ran out since it was read: its units are still counted, the pool's
 * row is ours, and its holder is told that they are theirs.
 */
export async function writeReserve(
  executor: Executor,
  { placed, kept }: Pick<Decision, "placed" | "kept">
): Promise<HoldChange[]> {
  if (!placed.length && !kept.size) return []
  const keptHolds = [...kept.values()]
  const { rows } = await executor.query<HoldChange>(
    `with clock as materialized (select clock_timestamp() as now),
     fresh as (
       insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, cart_id, reason, origin_pool_id,
         expires_at, extend_until, idempotency_key, request_hash, created_at, updated_at)
       select t.id, t.pool_id, t.quantity, t.holder_type, t.holder_id, t.cart_id, t.reason, t.origin,
         clock.now + make_interval(secs => least(t.ttl, t.cap)), clock.now + make_interval(secs => t.cap),
         t.key, t.hash, clock.now, clock.now
       from clock, unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::text[], $9::float8[], $10::float8[], $11::text[], $12::text[])
         as t(id, pool_id, quantity, holder_type, holder_id, cart_id, reason, origin, ttl, cap, key, hash)
       returning id, pool_id, quantity, holder_type, holder_id, cart_id, order_id, reason
     ), touched as (
       select h.id, t.added, t.actor, t.reason,
         least(greatest(h.expires_at, clock.now + make_interval(secs => t.ttl)), h.extend_until) as expires_at
       from clock, unnest($13::text[], $14::numeric[], $15::float8[], $16::text[], $17::text[])
         as t(id, added, ttl, actor, reason)
       join holdfast_hold h on h.id = t.id
       where h.status = 'active'
     ), longer as (
       update holdfast_hold h
       set quantity = h.quantity + u.added, expires_at = greatest(h.expires_at, u.expires_at),
         version = h.version + 1, updated_at = clock.now
       from touched u, clock
       where h.id = u.id and (u.added > 0 or u.expires_at > h.expires_at)
       returning h.id, h.pool_id, u.added, h.holder_type, h.holder_id, h.cart_id, h.order_id, u.reason, u.actor
     ), changes as (
       select 'placed' as kind, f.id, f.pool_id, f.quantity, f.holder_type, f.holder_id, f.cart_id, f.order_id,
         t.actor, f.reason
       from fresh f join unnest($1::text[], $18::text[]) as t(id, actor) on t.id = f.id
       union all
       select case when added > 0 then 'grown' else 'extended' end, id, pool_id, added, holder_type, holder_id, cart_id,
         order_id, actor, reason
       from longer
     ), raised as (
       update holdfast_pool p set held = p.held + s.quantity, updated_at = clock.now
       from (select pool_id, sum(quantity) as quantity from changes group by pool_id) s, clock
       where p.id = s.pool_id and s.quantity > 0
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select kind, pool_id, id, quantity, holder_type, holder_id, actor, reason from changes
     )
     select kind, id as hold_id, pool_id, quantity::text, cart_id, order_id from changes`,
    [
      placed.map((hold) => hold.id),
      placed.map((hold) => hold.pool_id),
      placed.map((hold) => hold.quantity),
      placed.map((hold) => hold.request.holder.type),
      placed.map((hold) => hold.request.holder.id),
      placed.map((hold) => hold.request.cart_id),
      placed.map((hold) => hold.request.reason),
      placed.map((hold) => hold.request.origin_pool_id ?? null),
      placed.map((hold) => hold.ttl_seconds),
      placed.map((hold) => hold.request.cap_seconds),
      placed.map((hold) => hold.request.idempotency?.key ?? null),
      placed.map((hold) => hold.request.idempotency?.request_hash ?? null),
      [...kept.keys()],
      keptHolds.map((hold) => hold.added),
      keptHolds.map((hold) => hold.ttl_seconds),
      keptHolds.map((hold) => hold.request.actor),
      keptHolds.map((hold) => hold.request.reason),
      placed.map((hold) => hold.request.actor),
    ]
  )
  return rows
}
