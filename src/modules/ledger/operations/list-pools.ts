import type { Quantity } from "../../../shared/quantity"
import { Conditions } from "./conditions"
import { countRows, type Executor } from "../../../shared/executor"
import { DUE_IN_POOL, LIVE_IN_POOL } from "./predicates"
import { POOL_COLUMNS, type PoolKind, type PoolRow } from "./rows"

export interface ListedPool extends PoolRow {
  owner_type: string
  /** Closed for good, whatever its window says. */
  closed: boolean
  /** Units of live holds. */
  live: Quantity
  updated_at: Date
}

/** What happened to a pool's units since it was made. `granted` includes `live`. */
export interface PoolTotals extends ListedPool {
  granted: Quantity
  sold: Quantity
  /** Expired units, due ones included. */
  expired: Quantity
  released: Quantity
}

/** Left out: any. */
export interface PoolFilter {
  id?: readonly string[]
  kind?: readonly PoolKind[]
  owner?: readonly { type: string; id: string }[]
  owner_type?: readonly string[]
  owner_id?: readonly string[]
  inventory_item_id?: readonly string[]
  variant_id?: readonly string[]
  location_id?: readonly string[]
  /** Not empty. */
  filled?: true
  /** With active holds, due ones included. */
  held?: true
  /** Closed and not empty, or exposing idle units for at least this number of seconds. */
  untidy_for?: number
}

const ANY_OF = {
  id: "p.id = any(?)",
  kind: "p.kind = any(?)",
  // a level has no owner, and is not in the index of owners
  owner_type: "(p.owner_type = any(?) and p.kind <> 'level')",
  owner_id: "(p.owner_id = any(?) and p.kind <> 'level')",
  // every kind is named, so that one index serves both
  inventory_item_id: "(p.kind = 'level' and p.counted_id = any(?))",
  variant_id: "(p.kind in ('drop', 'shared', 'vault') and p.counted_id = any(?))",
  location_id: "p.location_id = any(?)",
} as const

export interface PoolPage {
  limit?: number
  offset?: number
}

const UNTIDY = `((p.closed and p.quantity > 0) or exists (
  select from holdfast_allotment a where a.pool_id = p.id and a.exposed > 0
    and a.updated_at < clock_timestamp() - make_interval(secs => ?)))`

function compile(filter: PoolFilter): Conditions {
  const conditions = new Conditions()
  conditions.addAnyOf(ANY_OF, filter)
  if (filter.owner) {
    const types = filter.owner.map((owner) => owner.type)
    const ids = filter.owner.map((owner) => owner.id)
    const isTheirs = `p.kind <> 'level'
      and (p.owner_type, p.owner_id) in (select * from unnest(?::text[], ?::text[]))`
    conditions.add(isTheirs, types, ids)
  }
  if (filter.filled) conditions.add("p.quantity > 0")
  if (filter.held) conditions.add("p.held > 0")
  if (filter.untidy_for !== undefined) conditions.add(UNTIDY, filter.untidy_for)
  return conditions
}

const TOTALS = `, coalesce(e.granted, 0)::text as granted, coalesce(e.sold, 0)::text as sold,
  (coalesce(e.expired, 0) + (select coalesce(sum(h.quantity), 0) from holdfast_hold h
    where h.pool_id = p.id and ${DUE_IN_POOL}))::text as expired,
  coalesce(e.released, 0)::text as released`

const JOURNAL = `cross join lateral (
  select sum(quantity) filter (where kind in ('placed', 'grown')) as granted,
    -sum(quantity) filter (where kind = 'consumed') as sold,
    -sum(quantity) filter (where kind = 'expired') as expired,
    -sum(quantity) filter (where kind in ('released', 'shrunk')) as released
  from holdfast_entry where pool_id = p.id
) e`

/** Pools, with the units of their live holds. */
export function listPools(
  executor: Executor,
  filter: PoolFilter,
  page: PoolPage = {}
): Promise<ListedPool[]> {
  return select(executor, filter, page, { columns: "", join: "" })
}

/** Pools with the history of their units: sold ones left the pool, but not the journal. */
export async function readPoolTotals(
  executor: Executor,
  filter: PoolFilter
): Promise<PoolTotals[]> {
  return select(executor, filter, {}, { columns: TOTALS, join: JOURNAL })
}

async function select<Row>(
  executor: Executor,
  filter: PoolFilter,
  { limit, offset }: PoolPage,
  { columns, join }: { columns: string; join: string }
): Promise<Row[]> {
  const conditions = compile(filter)
  const { where } = conditions
  const page = `limit ${conditions.put(limit ?? null)} offset ${conditions.put(offset ?? 0)}`
  const { rows } = await executor.query<Row>(
    `select ${POOL_COLUMNS}, p.owner_type, p.closed, p.updated_at, coalesce((
       select sum(h.quantity) from holdfast_hold h where h.pool_id = p.id and ${LIVE_IN_POOL}), 0)::text as live
       ${columns}
     from holdfast_pool p ${join} ${where}
     order by p.counted_id, p.owner_type, p.owner_id, p.id ${page}`,
    conditions.values
  )
  return rows
}

/** A page of pools, and the total count. */
export async function listAndCountPools(
  executor: Executor,
  filter: PoolFilter,
  page: PoolPage
): Promise<{ pools: ListedPool[]; count: number }> {
  const pools = await listPools(executor, filter, page)
  const conditions = compile(filter)
  const from = `holdfast_pool p ${conditions.where}`
  return { pools, count: await countRows(executor, from, conditions.values) }
}
