import type { Decision, NewHold } from "./decide-reserve"
import type { Executor } from "../../../shared/executor"
import type { HoldChange } from "./rows"

export interface WrittenReserve {
  changes: HoldChange[]
  /** New hold → its expiry by the database's clock, to the millisecond. */
  expiries: Map<string, Date>
}

const WRITE = `with clock as materialized (select clock_timestamp() as now),
   asked as materialized (
     select t.id, t.holder_id, t.cart_id, t.key, t.hash, k.*
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
       as t(id, holder_id, cart_id, key, hash, kind)
     join unnest($7::text[], $8::numeric[], $9::text[], $10::text[], $11::text[], $12::float8[], $13::float8[])
       with ordinality as k(pool_id, quantity, holder_type, reason, actor, ttl, cap, number)
       on k.number = coalesce(t.kind, 1)
   ), fresh as (
     insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, cart_id, reason, expires_at,
       extend_until, idempotency_key, request_hash, created_at, updated_at)
     select a.id, a.pool_id, a.quantity, a.holder_type, a.holder_id, a.cart_id, a.reason,
       clock.now + make_interval(secs => least(a.ttl, a.cap)), clock.now + make_interval(secs => a.cap),
       a.key, a.hash, clock.now, clock.now
     from clock, asked a
   ), touched as (
     select h.id, t.added, t.actor, t.reason,
       least(greatest(h.expires_at, clock.now + make_interval(secs => t.ttl)), h.extend_until) as expires_at
     from clock, unnest($14::text[], $15::numeric[], $16::float8[], $17::text[], $18::text[])
       as t(id, added, ttl, actor, reason)
     join holdfast_hold h on h.id = t.id
     where h.status = 'active'
   ), longer as (
     update holdfast_hold h
     set quantity = h.quantity + u.added, expires_at = greatest(h.expires_at, u.expires_at),
       version = h.version + 1, updated_at = clock.now
     from touched u, clock
     where h.id = u.id and (u.added > 0 or u.expires_at > h.expires_at)
     returning case when u.added > 0 then 'grown' else 'extended' end as kind,
       h.id, h.pool_id, u.added, h.holder_type, h.holder_id, h.cart_id, h.order_id, u.reason, u.actor
   ), changes as (
     select 'placed' as kind, id, pool_id, quantity, holder_type, holder_id, actor, reason from asked
     union all
     select kind, id, pool_id, added, holder_type, holder_id, actor, reason from longer
   ), raised as (
     update holdfast_pool p set held = p.held + s.quantity, updated_at = clock.now
     from (select pool_id, sum(quantity) as quantity from changes group by pool_id) s, clock
     where p.id = s.pool_id and s.quantity > 0
   ), journal as (
     insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
     select kind, pool_id, id, quantity, holder_type, holder_id, actor, reason from changes
   )
   select clock.now, l.kind, l.id as hold_id, l.pool_id, l.added::text as quantity, l.cart_id, l.order_id
   from clock left join longer l on true`

/**
 * Writes a decision in one statement.
 *
 * A kept hold is extended even if it became due since it was read: its units still count, we have
 * the pool's lock, and its holder gets them confirmed.
 */
export async function writeReserve(
  executor: Executor,
  { placed, kept }: Pick<Decision, "placed" | "kept">
): Promise<WrittenReserve> {
  if (!placed.length && !kept.size) return { changes: [], expiries: new Map() }
  const keptHolds = [...kept.values()]
  // In a rush, requests differ in little but their holders: shared columns are sent once.
  const kinds = new Map<string, NewHold>()
  const kindOf = placed.map((hold) => {
    const key = JSON.stringify(shared(hold))
    if (!kinds.has(key)) kinds.set(key, hold)
    return key
  })
  const numbers = new Map([...kinds.keys()].map((key, index) => [key, index + 1]))
  const column = (index: number) => [...kinds.values()].map((hold) => shared(hold)[index])
  const { rows } = await executor.query<{ now: Date } & (HoldChange | { kind: null })>(WRITE, [
    placed.map((hold) => hold.id),
    placed.map((hold) => hold.request.holder.id),
    unlessEmpty(placed.map((hold) => hold.request.cart_id)),
    unlessEmpty(placed.map((hold) => hold.request.idempotency?.key ?? null)),
    unlessEmpty(placed.map((hold) => hold.request.idempotency?.request_hash ?? null)),
    kinds.size > 1 ? kindOf.map((key) => numbers.get(key)) : [],
    ...[0, 1, 2, 3, 4, 5, 6].map(column),
    [...kept.keys()],
    keptHolds.map((hold) => hold.added),
    keptHolds.map((hold) => hold.ttl_seconds),
    keptHolds.map((hold) => hold.request.actor),
    keptHolds.map((hold) => hold.request.reason),
  ])
  const now = rows[0]?.now.getTime() ?? 0 // the clock is in every row
  const changed = rows.filter((row) => row.kind !== null)
  return {
    changes: [...placed.map(toChange), ...changed.map(({ now: _, ...change }) => change)],
    expiries: new Map(placed.map((hold) => [hold.id, new Date(now + lifeOf(hold) * 1_000)])),
  }
}

/** Seconds, as in the statement. */
const lifeOf = ({ ttl_seconds, request }: NewHold): number =>
  Math.min(ttl_seconds, request.cap_seconds)

/** `unnest` pads a shorter array with nulls, so an empty column is not sent. */
const unlessEmpty = (column: (string | null)[]): (string | null)[] =>
  column.some((value) => value !== null) ? column : []

/** What many new holds of a batch share, in the order of the statement's columns. */
const shared = ({ pool_id, quantity, ttl_seconds, request }: NewHold) =>
  [
    pool_id,
    quantity,
    request.holder.type,
    request.reason,
    request.actor,
    ttl_seconds,
    request.cap_seconds,
  ] as const

/** All new holds are placed, or the statement fails: nothing to read back. */
const toChange = ({ id, pool_id, quantity, request }: NewHold): HoldChange => ({
  kind: "placed",
  hold_id: id,
  pool_id,
  quantity,
  cart_id: request.cart_id,
  order_id: null,
})
