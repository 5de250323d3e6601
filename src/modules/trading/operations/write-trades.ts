import type { Owner } from "../../../contracts/vaults"
import type { TradeStatus } from "../../../contracts/trades"
import { createId } from "../../../shared/ids"
import { countRows, lockName, type Executor } from "../../../shared/executor"

export interface NewTrade {
  id: string
  kind: "direct" | "ring"
  created_by: string
  message: string | null
  /** Seconds from now. */
  expires_in: number
  counter_of: string | null
  idempotency: { key: string; request_hash: string } | null
  /** In the order of the positions; the first is the initiator. */
  parties: readonly { owner: Owner }[]
  legs: readonly {
    from_position: number
    to_position: number
    variant_id: string
    quantity: number
  }[]
}

/** Writes a pending trade with its parties and legs; nobody has confirmed. */
export async function insertTrade(executor: Executor, trade: NewTrade): Promise<void> {
  await executor.query(
    `insert into holdfast_trade (id, kind, status, message, created_by, expires_at, counter_of, idempotency_key, request_hash)
     values ($1, $2, 'pending', $3, $4, clock_timestamp() + make_interval(secs => $5), $6, $7, $8)`,
    [
      trade.id,
      trade.kind,
      trade.message,
      trade.created_by,
      trade.expires_in,
      trade.counter_of,
      trade.idempotency?.key ?? null,
      trade.idempotency?.request_hash ?? null,
    ]
  )
  await executor.query(
    `insert into holdfast_trade_party (id, trade_id, position, owner_type, owner_id)
     select t.id, $1, t.position, t.owner_type, t.owner_id
     from unnest($2::text[], $3::int[], $4::text[], $5::text[]) as t(id, position, owner_type, owner_id)`,
    [
      trade.id,
      trade.parties.map(() => createId("hfparty")),
      trade.parties.map((_, position) => position),
      trade.parties.map(({ owner }) => owner.type),
      trade.parties.map(({ owner }) => owner.id),
    ]
  )
  await executor.query(
    `insert into holdfast_trade_leg (id, trade_id, from_position, to_position, variant_id, quantity)
     select t.id, $1, t.from_position, t.to_position, t.variant_id, t.quantity
     from unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::int[])
       as t(id, from_position, to_position, variant_id, quantity)`,
    [
      trade.id,
      trade.legs.map(() => createId("hfleg")),
      trade.legs.map((leg) => leg.from_position),
      trade.legs.map((leg) => leg.to_position),
      trade.legs.map((leg) => leg.variant_id),
      trade.legs.map((leg) => leg.quantity),
    ]
  )
}

export async function confirmParties(
  executor: Executor,
  tradeId: string,
  positions: readonly number[],
  customerId: string
): Promise<void> {
  await executor.query(
    `update holdfast_trade_party set confirmed_by = $3, confirmed_at = clock_timestamp(), updated_at = clock_timestamp()
     where trade_id = $1 and position = any($2) and confirmed_at is null`,
    [tradeId, [...positions], customerId]
  )
}

/** All have confirmed: sets when it may settle. */
export async function startCoolingOff(
  executor: Executor,
  tradeId: string,
  seconds: number
): Promise<void> {
  await executor.query(
    `update holdfast_trade set settles_at = clock_timestamp() + make_interval(secs => $2), updated_at = clock_timestamp()
     where id = $1`,
    [tradeId, seconds]
  )
}

/** The only writer of a trade's status. The caller has locked the row, and it is pending. */
export async function resolveTrade(
  executor: Executor,
  tradeId: string,
  end: {
    status: Exclude<TradeStatus, "pending">
    /** The customer; null for the clock, the merchant and the marketplace. */
    by: string | null
    reason: string | null
  }
): Promise<void> {
  await executor.query(
    `update holdfast_trade set status = $2, resolved_at = clock_timestamp(), resolved_by = $3, reason = $4,
       updated_at = clock_timestamp()
     where id = $1 and status = 'pending'`,
    [tradeId, end.status, end.by, end.reason]
  )
}

/** A customer's pending proposals. The caller must have locked the proposer. */
export async function countOpenTrades(executor: Executor, customerId: string): Promise<number> {
  return countRows(
    executor,
    `holdfast_trade t
     where t.created_by = $1 and t.status = 'pending' and t.deleted_at is null
       and (t.settles_at is not null or t.expires_at > clock_timestamp())`,
    [customerId]
  )
}

/** Serializes the proposals of one customer until the transaction ends. */
export const lockProposer = (executor: Executor, customerId: string): Promise<void> =>
  lockName(executor, `holdfast trades of ${customerId}`)

/** The trade that a customer proposed with an idempotency key before. */
export async function findByKey(
  executor: Executor,
  customerId: string,
  key: string
): Promise<{ id: string; request_hash: string } | undefined> {
  const { rows } = await executor.query<{ id: string; request_hash: string }>(
    `select id, request_hash from holdfast_trade
     where created_by = $1 and idempotency_key = $2 and deleted_at is null`,
    [customerId, key]
  )
  return rows[0]
}
