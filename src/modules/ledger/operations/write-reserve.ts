import { ZERO } from "../../../lib/quantity"
import type { Decision } from "./decide-reserve"
import type { Executor } from "./executor"
import type { ReserveRequest } from "./reserve-types"
import type { HoldChange, HoldRow } from "./rows"

/**
 * Writes a decision in one statement: new holds, grown holds, longer lives, the pools' counters and the journal. Only
 * holds in the locked pools are touched.
 */
export async function writeReserve(
  executor: Executor,
  requests: readonly ReserveRequest[],
  decision: Decision,
  own: readonly HoldRow[]
): Promise<HoldChange[]> {
  const granted = requests.filter((_, index) => decision.verdicts[index]?.outcome === "granted")
  if (!granted.length) return []
  const { placed, grown } = decision
  const touched = touchedBy(granted, own)
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
      placed.map((hold) => hold.request.ttl_seconds),
      placed.map((hold) => hold.request.cap_seconds),
      placed.map((hold) => hold.request.idempotency?.key ?? null),
      placed.map((hold) => hold.request.idempotency?.request_hash ?? null),
      touched.map(({ hold }) => hold.id),
      touched.map(({ hold }) => grown.get(hold.id) ?? ZERO),
      touched.map(({ request }) => request.ttl_seconds),
      touched.map(({ request }) => request.actor),
      touched.map(({ request }) => request.reason),
      placed.map((hold) => hold.request.actor),
    ]
  )
  return rows
}

/**
 * The holds that the granted holders had already: each lives on, whether or not it grows. Also one whose time ran out
 * since it was read: its units are still counted, the pool's row is ours, and its holder has been told that it is theirs.
 */
function touchedBy(
  granted: readonly ReserveRequest[],
  own: readonly HoldRow[]
): { hold: HoldRow; request: ReserveRequest }[] {
  if (!own.length) return []
  // Of several requests of one holder the first counts.
  const requests = new Map([...granted].reverse().map((request) => [holderKey(request.holder.type, request.holder.id), request]))
  return own.flatMap((hold) => {
    const request = requests.get(holderKey(hold.holder_type, hold.holder_id))
    return request ? [{ hold, request }] : []
  })
}

const holderKey = (type: string, id: string): string => `${type} ${id}`
