import type { Owner } from "../../../contracts/vaults"
import type { TradeStatus } from "../../../contracts/trades"
import { countRows, type Executor } from "../../../shared/executor"

export interface TradeRow {
  id: string
  kind: "direct" | "ring"
  /** By the database's clock: a pending trade past its time is expired. */
  status: TradeStatus
  message: string | null
  created_by: string
  expires_at: Date
  settles_at: Date | null
  resolved_at: Date | null
  resolved_by: string | null
  reason: string | null
  counter_of: string | null
  created_at: Date
  updated_at: Date
  /** Pending in its row, but expired. */
  untidy: boolean
  /** Until `expires_at` by the database's clock; never negative. */
  seconds_left: number
  /** Pending, all have confirmed, and the cooling-off time is over: ready to settle. */
  ripe: boolean
  parties: PartyRow[]
}

export interface PartyRow {
  position: number
  owner: Owner
  confirmed_by: string | null
  confirmed_at: Date | null
  /** What this side gives. */
  gives: { to_position: number; variant_id: string; quantity: number }[]
}

/** Needs the alias t. Once all have confirmed, a trade no longer expires. */
const IS_EXPIRED = `(t.status = 'pending' and t.settles_at is null and t.expires_at <= clock_timestamp())`

const TRADE_COLUMNS = `t.id, t.kind, case when ${IS_EXPIRED} then 'expired' else t.status end as status, t.message, t.created_by,
  t.expires_at, t.settles_at, t.resolved_at, t.resolved_by, t.reason, t.counter_of, t.created_at, t.updated_at, ${IS_EXPIRED} as untidy,
  greatest(0.001, extract(epoch from t.expires_at - clock_timestamp()))::float8 as seconds_left,
  (t.status = 'pending' and coalesce(t.settles_at <= clock_timestamp(), false)) as ripe`

/** Locks a trade's row, the first lock of every transaction that changes one. */
export async function lockTrade(executor: Executor, id: string): Promise<TradeRow | undefined> {
  const { rows } = await executor.query<TradeRow>(
    `select ${TRADE_COLUMNS} from holdfast_trade t where t.id = $1 and t.deleted_at is null for update`,
    [id]
  )
  const [trade] = await withParties(executor, rows)
  return trade
}

export async function findTrades(executor: Executor, ids: readonly string[]): Promise<TradeRow[]> {
  const { rows } = await executor.query<TradeRow>(
    `select ${TRADE_COLUMNS} from holdfast_trade t where t.id = any($1) and t.deleted_at is null order by t.id desc`,
    [[...ids]]
  )
  return withParties(executor, rows)
}

export interface TradeFilter {
  /** Trades with any of these as a party; undefined: all (the merchant's view). */
  owners?: readonly Owner[]
  /** Whether one of them is the initiator (outgoing) or another party (incoming). */
  direction?: "incoming" | "outgoing"
  statuses?: readonly TradeStatus[]
  /** Only those that wait for the confirmation of one of the owners. */
  unanswered?: boolean
}

/** A page of trades, newest first, and the total count. */
export async function listTrades(
  executor: Executor,
  filter: TradeFilter,
  page: { limit: number; offset: number }
): Promise<{ trades: TradeRow[]; count: number }> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const conditions = ["t.deleted_at is null"]
  if (filter.owners) {
    // From the owners' side: a customer's page must not probe everybody's trades.
    const types = bind(filter.owners.map((owner) => owner.type))
    const ids = bind(filter.owners.map((owner) => owner.id))
    const direction =
      filter.direction && `and p.position ${filter.direction === "outgoing" ? "=" : ">"} 0`
    conditions.push(`t.id in (
      select p.trade_id from unnest(${types}::text[], ${ids}::text[]) as o(type, id)
      join holdfast_trade_party p on p.owner_type = o.type and p.owner_id = o.id and p.deleted_at is null
      where true ${direction ?? ""} ${filter.unanswered ? "and p.confirmed_at is null" : ""})`)
  }
  if (filter.statuses) {
    const statuses = bind([...filter.statuses])
    conditions.push(`(case when ${IS_EXPIRED} then 'expired' else t.status end) = any(${statuses})`)
  }
  const from = `holdfast_trade t where ${conditions.join(" and ")}`
  const count = await countRows(executor, from, values)
  const { rows } = await executor.query<TradeRow>(
    `select ${TRADE_COLUMNS} from ${from} order by t.id desc limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, page.limit, page.offset]
  )
  return { trades: await withParties(executor, rows), count }
}

/** Trades to expire or to settle, for the sweeper. */
export async function listDueTrades(executor: Executor, limit: number): Promise<string[]> {
  const { rows } = await executor.query<{ id: string }>(
    `select id from (
       (select t.id, t.expires_at as at from holdfast_trade t
        where t.status = 'pending' and t.settles_at is null and t.expires_at <= clock_timestamp() and t.deleted_at is null
        order by t.expires_at limit $1)
       union all
       (select t.id, t.settles_at as at from holdfast_trade t
        where t.status = 'pending' and t.settles_at <= clock_timestamp() and t.deleted_at is null
        order by t.settles_at limit $1)
     ) due order by at limit $1`,
    [limit]
  )
  return rows.map((row) => row.id)
}

async function withParties(executor: Executor, trades: readonly TradeRow[]): Promise<TradeRow[]> {
  if (!trades.length) return []
  const { rows } = await executor.query<
    Omit<PartyRow, "owner"> & { trade_id: string; owner_type: Owner["type"]; owner_id: string }
  >(
    `select p.trade_id, p.position, p.owner_type, p.owner_id, p.confirmed_by, p.confirmed_at,
       coalesce((
         select json_agg(json_build_object('to_position', l.to_position, 'variant_id', l.variant_id, 'quantity', l.quantity)
           order by l.variant_id)
         from holdfast_trade_leg l where l.trade_id = p.trade_id and l.from_position = p.position), '[]'::json) as gives
     from holdfast_trade_party p where p.trade_id = any($1) order by p.trade_id, p.position`,
    [trades.map((trade) => trade.id)]
  )
  return trades.map((trade) => ({
    ...trade,
    parties: rows
      .filter((row) => row.trade_id === trade.id)
      .map(({ position, owner_type, owner_id, confirmed_by, confirmed_at, gives }) => ({
        position,
        owner: { type: owner_type, id: owner_id },
        confirmed_by,
        confirmed_at,
        gives,
      })),
  }))
}
