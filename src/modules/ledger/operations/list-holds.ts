import { Conditions } from "./conditions"
import { countRows, type Executor } from "../../../shared/executor"
import { DUE_IN_POOL, LIVE_AND_IDLE, LIVE_AT_LEVEL, LIVE_IN_POOL } from "./predicates"
import { HOLD_COLUMNS, type HoldRow, type PoolKind } from "./rows"

/** By the clock: a due hold is expired, whether tidied or not. */
const STATES = {
  /** Not resolved: live or due. */
  active: `h.status = 'active'`,
  live: LIVE_IN_POOL,
  /** Not past its time, whether completing or not. */
  in_time: LIVE_AT_LEVEL,
  /** Live, and in no completion. */
  idle: LIVE_AND_IDLE,
  consumed: `h.status = 'consumed'`,
  released: `h.status = 'released'`,
  expired: `(h.status = 'expired' or (${DUE_IN_POOL}))`,
} as const

export type HoldState = keyof typeof STATES

const ANY_OF = {
  id: "h.id = any(?)",
  pool_id: "h.pool_id = any(?)",
  cart_id: "h.cart_id = any(?)",
  order_id: "h.order_id = any(?)",
  holder_id: "h.holder_id = any(?)",
  customer_id: "(h.holder_type = 'customer' and h.holder_id = any(?))",
  pool_kind: "p.kind = any(?)",
  // every kind is named, so that one index serves both
  inventory_item_id: "(p.kind = 'level' and p.counted_id = any(?))",
  variant_id: "(p.kind in ('drop', 'shared', 'vault') and p.counted_id = any(?))",
  location_id: "p.location_id = any(?)",
  owner_id: "p.owner_id = any(?)",
} as const

/** Left out: any. */
export type HoldFilter = {
  [Key in Exclude<keyof typeof ANY_OF, "pool_kind">]?: readonly string[]
} & {
  pool_kind?: readonly PoolKind[]
  holder?: readonly { type: string; id: string }[]
  state?: HoldState
  at_risk?: boolean
  /** Seconds since its cart's completion began without being settled, at least. */
  completing_for?: number
}

export interface HoldPage {
  order?: "oldest" | "newest" | "largest" | "completing"
  limit?: number
  offset?: number
}

const ORDERS = {
  oldest: "h.created_at, h.id",
  newest: "h.created_at desc, h.id desc",
  largest: "h.quantity desc, h.id",
  completing: "h.completing_at, h.id",
} as const satisfies Record<NonNullable<HoldPage["order"]>, string>

function compile(filter: HoldFilter): { from: string; conditions: Conditions } {
  const conditions = new Conditions()
  conditions.addAnyOf(ANY_OF, filter)
  if (filter.holder) {
    const types = filter.holder.map((holder) => holder.type)
    const ids = filter.holder.map((holder) => holder.id)
    const isTheirs = "(h.holder_type, h.holder_id) in (select * from unnest(?::text[], ?::text[]))"
    conditions.add(isTheirs, types, ids)
  }
  if (filter.state) conditions.add(STATES[filter.state])
  if (filter.at_risk !== undefined) conditions.add("(h.at_risk_at is not null) = ?", filter.at_risk)
  if (filter.completing_for !== undefined) {
    const began = "h.completing_at <= clock_timestamp() - make_interval(secs => ?)"
    conditions.add(began, filter.completing_for)
  }
  const from = `holdfast_hold h join holdfast_pool p on p.id = h.pool_id ${conditions.where}`
  return { from, conditions }
}

/** Holds and their pools, the oldest first by default. Takes no lock. */
export async function listHolds(
  executor: Executor,
  filter: HoldFilter,
  { order = "oldest", limit, offset }: HoldPage = {}
): Promise<HoldRow[]> {
  const { from, conditions } = compile(filter)
  const page = `limit ${conditions.put(limit ?? null)} offset ${conditions.put(offset ?? 0)}`
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from ${from} order by ${ORDERS[order]} ${page}`,
    conditions.values
  )
  return rows
}

/** What lists of holds are joined by, in `HOLD_COLUMNS`. */
const LIST_COLUMNS = {
  pool_id: "pool_id",
  cart_id: "cart_id",
  order_id: "order_id",
  holder_id: "holder_id",
  customer_id: "holder_id",
  inventory_item_id: "counted_id",
  variant_id: "counted_id",
  location_id: "location_id",
  owner_id: "owner_id",
} as const

/** The newest holds of each cart, say: one with many leaves the others theirs. */
export async function listHoldsOfEach(
  executor: Executor,
  filter: HoldFilter,
  key: keyof typeof LIST_COLUMNS,
  limit: number
): Promise<HoldRow[]> {
  const { from, conditions } = compile(filter)
  const { rows } = await executor.query<HoldRow>(
    `select * from (
       select h.*, row_number() over (
         partition by h.${LIST_COLUMNS[key]} order by ${ORDERS.newest}) as nth
       from (select ${HOLD_COLUMNS} from ${from}) h
     ) h where nth <= ${conditions.put(limit)} order by ${ORDERS.newest}`,
    conditions.values
  )
  return rows
}

/** A page of holds, and the total count. */
export async function listAndCountHolds(
  executor: Executor,
  filter: HoldFilter,
  page: HoldPage
): Promise<{ holds: HoldRow[]; count: number }> {
  const holds = await listHolds(executor, filter, page)
  const { from, conditions } = compile(filter)
  return { holds, count: await countRows(executor, from, conditions.values) }
}

/** In the order of the ids; undefined where there is none. */
export async function findHolds(
  executor: Executor,
  holdIds: readonly string[]
): Promise<(HoldRow | undefined)[]> {
  const holds = await listHolds(executor, { id: holdIds })
  const byId = new Map(holds.map((hold) => [hold.id, hold]))
  return holdIds.map((id) => byId.get(id))
}

/** Holders with an active or consumed hold in a pool. */
export async function listHolderIds(executor: Executor, poolId: string): Promise<string[]> {
  const { rows } = await executor.query<{ holder_id: string }>(
    `select distinct holder_id from holdfast_hold where pool_id = $1 and status in ('active', 'consumed')`,
    [poolId]
  )
  return rows.map((row) => row.holder_id)
}
