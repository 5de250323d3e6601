import type { MedusaContainer } from "@medusajs/framework/types"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import {
  announceTrade,
  holdUnits,
  movementsOf,
  vaultsOf,
  findBlocked,
  refuseBlocked,
  whyUnbound,
  lockInvolvement,
  mayFor,
  assertPending,
  releaseTradeHolds,
  notPending,
} from "./trade"
import { inTradingTransaction } from "../common/trading-transaction"
import { shortOfUnits } from "../vaults/move"

/** Seconds that holds outlive the settlement time, in case the sweeper is down. */
const SETTLE_LATE_SECONDS = 86_400

const UNBOUND = "a side that had confirmed may no longer trade"

/** What the committed transaction did. */
type Outcome =
  | { done: "confirmed" | "completed" | "nothing" }
  /** Ended by the plugin; the caller gets the reason. */
  | { done: "cancelled"; error: HoldfastError }

/**
 * Confirms one side of a trade and holds its units. The last confirmation moves all units, or none.
 * @param context the side, for a member of several; a customer's own id means `self`.
 * @throws HoldfastError `NOT_FOUND`, `FORBIDDEN`, `TRADE_NOT_PENDING`, `INSUFFICIENT_STOCK`,
 * `NOT_TRADABLE`, `SHARED_INVENTORY_CLOSED`, `INVALID_DATA`.
 */
export async function confirmTrade(
  container: MedusaContainer,
  input: { trade_id: string; customer_id: string; context?: string }
): Promise<void> {
  const outcome = await inTradingTransaction(container, async (rows, tx): Promise<Outcome> => {
    const { trade, sides, standings } = await lockInvolvement(
      rows,
      input.trade_id,
      input.customer_id
    )
    const side = chooseSide(trade, sides, input)
    const error = mayFor(side, standings, "trade")
    if (error) throw error
    refuseBothSides(trade, side, input.customer_id)
    assertPending(trade)
    if (side.confirmed_at) return { done: "nothing" } // a retry whose first answer was lost
    refuseBlocked(unitsOf(trade))
    return confirmSide(rows, tx, trade, side, input.customer_id)
  })
  await announce(container, input.trade_id, input.customer_id, outcome)
}

/** Settles a trade after its cooling-off period. Safe to repeat and in many processes. */
export async function settleRipeTrade(container: MedusaContainer, tradeId: string): Promise<void> {
  const outcome = await inTradingTransaction(container, async (rows, tx): Promise<Outcome> => {
    const trade = await rows.lockTrade(tradeId)
    if (!trade?.ripe) return { done: "nothing" }
    const vaults = await tx.lockVaults(vaultsOf(trade))
    for (const party of trade.parties) {
      if (await whyUnbound(rows, party)) return cancel(rows, tx, trade, UNBOUND)
    }
    if (isBlocked(trade))
      return cancel(rows, tx, trade, "the shop no longer allows trading one of its items")
    return settle(rows, tx, trade, vaults)
  })
  await announce(container, tradeId, null, outcome).catch((error: unknown) => {
    if (!(error instanceof HoldfastError)) throw error // nobody asked: the event has told it
  })
}

const unitsOf = (trade: TradeRow) => trade.parties.flatMap((party) => party.gives)

const isBlocked = (trade: TradeRow): boolean => findBlocked(unitsOf(trade)).length > 0

async function confirmSide(
  rows: TradingRows,
  tx: LedgerTransaction,
  trade: TradeRow,
  side: PartyRow,
  customerId: string
): Promise<Outcome> {
  // all vaults of the trade, locked once and before anything else of the ledger
  const vaults = await tx.lockVaults(vaultsOf(trade))
  for (const party of trade.parties) {
    const unbound = await whyUnbound(rows, party)
    if (unbound?.temporary) throw unbound.error
    if (unbound) return cancel(rows, tx, trade, UNBOUND)
  }
  await rows.confirmParties(trade.id, [side.position], customerId)
  const isLast = trade.parties.every((party) => party.confirmed_at || party === side)
  if (!isLast) {
    // No longer than the trade itself: expired holds free their units without the sweeper.
    const held = await holdUnits(tx, trade, [side], vaults, trade.seconds_left)
    if (held.outcome === "short") throw shortOfUnits(held.short)
    return { done: "confirmed" }
  }
  const { coolingOffSeconds } = readOptions().trading
  if (coolingOffSeconds > 0) {
    const seconds = coolingOffSeconds + SETTLE_LATE_SECONDS
    const held = await holdUnits(tx, trade, trade.parties, vaults, seconds)
    if (held.outcome === "short") return endShort(rows, tx, trade, held.short, side)
    await rows.startCoolingOff(trade.id, coolingOffSeconds)
    return { done: "confirmed" }
  }
  return settle(rows, tx, trade, vaults, side)
}

/** Holds the rest, consumes the holds and moves the units. The caller locked the vaults. */
async function settle(
  rows: TradingRows,
  tx: LedgerTransaction,
  trade: TradeRow,
  vaults: ReadonlyMap<string, string>,
  confirming?: PartyRow
): Promise<Outcome> {
  const held = await holdUnits(tx, trade, trade.parties, vaults, SETTLE_LATE_SECONDS)
  if (held.outcome === "short") return endShort(rows, tx, trade, held.short, confirming)
  const by = { actor: "shopper", reason: "exchanged in a trade" } as const
  await tx.resolve(held.hold_ids, "consumed", by)
  const moved = await tx.moveUnits(movementsOf(trade), by)
  if (moved.outcome === "short") {
    throw new Error(`Trade ${trade.id} held its units and could not move them.`)
  }
  await rows.resolveTrade(trade.id, { status: "completed", by: null, reason: null })
  return { done: "completed" }
}

/** Rejects the confirming side if it lacks units; ends the trade if another side does. */
async function endShort(
  rows: TradingRows,
  tx: LedgerTransaction,
  trade: TradeRow,
  short: readonly { variant_id: string; position: number; asked: number; available: number }[],
  confirming: PartyRow | undefined
): Promise<Outcome> {
  const own = short.filter((item) => item.position === confirming?.position)
  if (own.length) throw shortOfUnits(own)
  return cancel(rows, tx, trade, "another side no longer has its units")
}

async function cancel(
  rows: TradingRows,
  tx: LedgerTransaction,
  trade: TradeRow,
  reason: string
): Promise<Outcome> {
  await releaseTradeHolds(tx, trade.id, { status: "released", reason })
  await rows.resolveTrade(trade.id, { status: "cancelled", by: null, reason })
  return { done: "cancelled", error: notPending({ ...trade, status: "cancelled", reason }) }
}

async function announce(
  container: MedusaContainer,
  tradeId: string,
  customerId: string | null,
  outcome: Outcome
): Promise<void> {
  if (outcome.done === "nothing") return
  await announceTrade(container, outcome.done, tradeId, customerId)
  if (outcome.done === "cancelled") throw outcome.error
}

/** The side that a customer names, or the only open one. */
function chooseSide(
  trade: TradeRow,
  sides: readonly PartyRow[],
  input: { customer_id: string; context?: string }
): PartyRow {
  const ownerId = input.context === "self" ? input.customer_id : input.context
  const asked = sides.filter((side) => side.position > 0)
  const chosen = asked.filter((side) => ownerId === undefined || side.owner.id === ownerId)
  if (!chosen.length) {
    throw new HoldfastError(
      "FORBIDDEN",
      asked.length
        ? `You cannot confirm trade ${trade.id} for ${ownerId}, which is not one of its asked sides.`
        : `You proposed trade ${trade.id}. Please wait for the other side to confirm it.`
    )
  }
  const open = chosen.filter((side) => !side.confirmed_at)
  if (open.length > 1) {
    throw new HoldfastError(
      "INVALID_DATA",
      `You act for several sides of trade ${trade.id}. Choose one in "context".`
    )
  }
  const side = open[0] ?? chosen[0]
  if (!side) throw new Error("unreachable: a side was chosen")
  return side
}

/** Nobody acts for both sides: a member could empty a shared inventory. */
function refuseBothSides(trade: TradeRow, side: PartyRow, customerId: string): void {
  const other = trade.parties.find(
    (party) => party.confirmed_by === customerId && party.position !== side.position
  )
  if (!other) return
  throw new HoldfastError(
    "FORBIDDEN",
    `You confirmed another side of trade ${trade.id}. Somebody else has to confirm this one.`
  )
}
