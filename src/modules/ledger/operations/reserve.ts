import { ZERO, add, max, type Quantity } from "../../../shared/quantity"
import { holderKey, decideReserve, type Decision, type NewHold } from "./decide-reserve"
import type { Executor } from "../../../shared/executor"
import { expireDueIn, expireThese } from "./expire-due"
import { lockKeys, lockPools } from "./row-locks"
import type { ReserveRequest, ReserveResult } from "./reserve-types"
import { HOLD_COLUMNS, type HoldChange, type HoldRow, type PoolRow } from "./rows"

/** Due holds that one round clears, at least: the next requests find room and clear nothing. */
const RECLAIM_MIN = 100

/** At most, or the statement takes longer than a shopper should wait. */
const RECLAIM_MAX = 1_000

export interface ReserveBatchResult {
  /** In the order of the requests. */
  results: ReserveResult[]
  /** Everything the batch did, including due holds of others that made room. */
  changes: HoldChange[]
}

/** Serves a batch in one short transaction. The number of statements does not grow with it. */
export async function reserve(
  executor: Executor,
  requests: readonly ReserveRequest[]
): Promise<ReserveBatchResult> {
  const poolIds = [
    ...new Set(requests.flatMap((request) => request.claims.map((claim) => claim.pool_id))),
  ]
  await lockKeys(
    executor,
    requests.flatMap((request) => request.idempotency?.key ?? [])
  )
  let pools = await lockPools(executor, poolIds)
  const { replays, repeats } = await findReplays(executor, requests)
  const open = requests.filter((request) => !replays.has(request) && !repeats.has(request))

  const { active, consumed } = await readHolders(executor, open, pools)
  let own = active.filter((hold) => !hold.due)
  const expired: HoldChange[] = []
  const emptied = new Set<string>()
  // A holder's own due hold must be resolved before a new one replaces it.
  let cleared = await expireThese(
    executor,
    active.filter((hold) => hold.due).map((hold) => hold.id)
  )
  let decision: Decision
  // No error while due holds could make room. In rounds: a pool may contain 100,000 due holds.
  for (;;) {
    if (cleared.length) {
      expired.push(...cleared)
      // Read again: expiring may have moved a version, and what was completing may be ordered.
      pools = await lockPools(executor, poolIds)
      const gone = new Set(cleared.map((change) => change.hold_id))
      own = own.filter((hold) => !gone.has(hold.id))
    }
    decision = decideReserve(open, { pools, own, consumed })
    const lacking = lackingIn(decision, emptied)
    if (!lacking.size) break
    const limit = roundFor([...lacking.values()])
    cleared = await expireDueIn(executor, [...lacking.keys()], limit)
    if (cleared.length < limit) for (const poolId of lacking.keys()) emptied.add(poolId)
    if (!cleared.length) break
  }
  const { changes: written, expiries } = await writeReserve(executor, decision)
  for (const verdict of decision.verdicts) {
    if (verdict.outcome !== "granted") continue
    for (const hold of verdict.holds) hold.expires_at = expiries.get(hold.hold_id)
  }
  const answers = new Map<ReserveRequest, ReserveResult | undefined>(replays)
  open.forEach((request, index) => answers.set(request, decision.verdicts[index]))
  repeats.forEach((first, repeat) => answers.set(repeat, repeated(answers.get(first))))
  const results = requests.map((request): ReserveResult => {
    const result = answers.get(request)
    if (!result) throw new Error("reserve: a request has no verdict")
    return result
  })
  return { results, changes: [...expired, ...written] }
}

/** Pools that lack units, except those with nothing left to expire → the units they lack. */
function lackingIn({ verdicts }: Decision, emptied: ReadonlySet<string>): Map<string, Quantity> {
  const lacking = new Map<string, Quantity>()
  for (const verdict of verdicts) {
    if (verdict.outcome !== "short") continue
    for (const { pool_id, asked } of verdict.claims) {
      if (!emptied.has(pool_id)) lacking.set(pool_id, add(lacking.get(pool_id) ?? ZERO, asked))
    }
  }
  return lacking
}

/** Most holds are of one unit, so one round usually suffices. */
const roundFor = (lacking: readonly Quantity[]): number =>
  Math.min(RECLAIM_MAX, Math.max(RECLAIM_MIN, Math.ceil(Number(lacking.reduce(max, ZERO)))))

/**
 * Active holds in these pools, and consumed units in those with a limit per holder.
 *
 * `lateral … offset 0` forces one index look-up per holder: with statistics that lag in a rush, the
 * planner would read every hold of the pool (20,000: 3.5 ms a batch instead of 1.2 ms).
 */
async function readHolders(
  executor: Executor,
  requests: readonly ReserveRequest[],
  pools: ReadonlyMap<string, PoolRow>
): Promise<{ active: HoldRow[]; consumed: Map<string, Quantity> }> {
  const consumed = new Map<string, Quantity>()
  if (!requests.length) return { active: [], consumed }
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from (select distinct * from unnest($1::text[], $2::text[])) as t(type, id)
     cross join lateral (
       (select * from holdfast_hold where holder_type = t.type and holder_id = t.id and status = 'active' offset 0)
       union all
       (select * from holdfast_hold where holder_type = t.type and holder_id = t.id and status = 'consumed' offset 0)
     ) h join holdfast_pool p on p.id = h.pool_id
     where h.pool_id = any(case h.status when 'active' then $3::text[] else $4::text[] end)`,
    [
      requests.map((request) => request.holder.type),
      requests.map((request) => request.holder.id),
      [...pools.keys()],
      [...pools.values()].filter((pool) => pool.limit_per_holder).map((pool) => pool.id),
    ]
  )
  for (const hold of rows.filter(({ status }) => status === "consumed")) {
    const key = holderKey(hold.pool_id, { type: hold.holder_type, id: hold.holder_id })
    consumed.set(key, add(consumed.get(key) ?? ZERO, hold.quantity))
  }
  return { active: rows.filter((hold) => hold.status === "active"), consumed }
}

interface KeyedHold {
  idempotency_key: string
  request_hash: string
  hold_id: string
  pool_id: string
  quantity: Quantity
}

interface Replays {
  /** Requests whose idempotency key was used before → the earlier result. */
  replays: Map<ReserveRequest, ReserveResult>
  /** Requests of this batch → an earlier one in it with the same key and hash. */
  repeats: Map<ReserveRequest, ReserveRequest>
}

export async function findReplays(
  executor: Executor,
  requests: readonly ReserveRequest[]
): Promise<Replays> {
  const replays: Replays["replays"] = new Map()
  const repeats: Replays["repeats"] = new Map()
  const keyed = requests.filter((request) => request.idempotency)
  if (!keyed.length) return { replays, repeats }
  const { rows } = await executor.query<KeyedHold>(
    `select idempotency_key, request_hash, id as hold_id, pool_id, quantity::text
     from holdfast_hold where idempotency_key = any($1) order by id`,
    [keyed.map((request) => request.idempotency?.key)]
  )
  const hashes = new Map(rows.map((row) => [row.idempotency_key, row.request_hash]))
  const firsts = new Map<string, ReserveRequest>()
  for (const request of keyed) {
    const { key, request_hash } = request.idempotency ?? { key: "", request_hash: "" }
    const first = hashes.get(key)
    // New keys too: a batch may contain one key twice.
    hashes.set(key, first ?? request_hash)
    if (first !== undefined && first !== request_hash) {
      replays.set(request, { outcome: "key_reused" })
      continue
    }
    const holds = rows
      .filter((row) => row.idempotency_key === key)
      .map(({ hold_id, pool_id, quantity }) => ({ hold_id, pool_id, quantity, added: ZERO }))
    const earlier = firsts.get(key)
    if (holds.length) replays.set(request, { outcome: "granted", holds, replayed: true })
    else if (earlier) repeats.set(request, earlier)
    else firsts.set(key, request)
  }
  return { replays, repeats }
}

/** The result of a request's repetition in the same batch: nothing is added. */
export function repeated(first: ReserveResult | undefined): ReserveResult | undefined {
  if (first?.outcome !== "granted") return first
  const holds = first.holds.map((hold) => ({ ...hold, added: ZERO }))
  return { outcome: "granted", holds, replayed: true }
}

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
