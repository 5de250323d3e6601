import type { MedusaContainer, Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { TradeRow } from "../../modules/trading/operations/read-trades"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import {
  announceTrade,
  notFound,
  type Involvement,
  lockInvolvement,
  releaseTradeHolds,
  mayFor,
  assertPending,
} from "./trade"
import { settleRipeTrade } from "./confirm"
import { findReplay, write, type Proposal } from "./propose"
import { inTradingTransaction, readRows } from "../common/trading-transaction"

/** An asked side declines; a confirmed one cancels before the trade settles. */
export type Ending = "declined" | "cancelled"

const REASON = {
  declined: "the trade was declined",
  cancelled: "the trade was cancelled",
} as const satisfies Record<Ending, string>

/**
 * Declines or cancels a trade and releases all its holds.
 * @throws HoldfastError `NOT_FOUND`, `FORBIDDEN`, `TRADE_NOT_PENDING`.
 */
export async function endTrade(
  container: MedusaContainer,
  input: { trade_id: string; customer_id: string; how: Ending }
): Promise<void> {
  await inTradingTransaction(container, async (rows, tx) => {
    const found = await lockInvolvement(rows, input.trade_id, input.customer_id)
    checkEnding(found, input.how)
    await end(rows, tx, found.trade, input.how, input.customer_id)
  })
  await announceTrade(container, input.how, input.trade_id, input.customer_id)
}

/**
 * Declines a trade and proposes another to its initiator: both or neither.
 * @returns the new trade's id. @throws HoldfastError as `endTrade` and `propose`.
 */
export async function counterTrade(
  container: MedusaContainer,
  input: Omit<Proposal, "context" | "others"> & { trade_id: string }
): Promise<string> {
  const { customer_id, trade_id } = input
  const counter = await inTradingTransaction(container, async (rows, tx) => {
    const found = await lockInvolvement(rows, trade_id, customer_id)
    const { trade } = found
    const [initiator, target] = trade.parties
    if (trade.kind !== "direct" || !initiator || !target) {
      throw new HoldfastError(
        "INVALID_DATA",
        `Trade ${trade_id} is a ring. Decline it and propose another.`
      )
    }
    const context = target.owner.type === "customer" ? "self" : target.owner.id
    const proposal = { ...input, context, others: [initiator.owner] }
    // on a retry, the first attempt has declined the trade already
    const replay = await findReplay(rows, proposal, trade_id)
    if (replay) return { id: replay, isNew: false }
    checkEnding(found, "declined")
    await end(rows, tx, trade, "declined", customer_id)
    return write(rows, tx, proposal, trade_id)
  })
  if (counter.isNew) {
    await announceTrade(container, "declined", trade_id, customer_id)
    await announceTrade(container, "proposed", counter.id, customer_id)
  }
  return counter.id
}

/** The merchant stops a trade. @throws HoldfastError `NOT_FOUND`, `TRADE_NOT_PENDING`. */
export async function forceCancelTrade(
  container: MedusaContainer,
  tradeId: string,
  reason: string
): Promise<void> {
  await inTradingTransaction(container, async (rows, tx) => {
    const trade = await rows.lockTrade(tradeId)
    if (!trade) throw notFound(tradeId)
    assertPending(trade)
    await releaseTradeHolds(tx, tradeId, {
      status: "released",
      reason: "the shop cancelled the trade",
    })
    await rows.resolveTrade(tradeId, { status: "cancelled", by: null, reason })
  })
  await announceTrade(container, "cancelled", tradeId, null)
}

/** Ends an expired trade. Safe to repeat and in many processes. */
async function tidyExpiredTrade(container: MedusaContainer, tradeId: string): Promise<void> {
  const isExpired = await inTradingTransaction(container, async (rows, tx) => {
    const trade = await rows.lockTrade(tradeId)
    if (!trade?.untidy) return false
    await releaseTradeHolds(tx, tradeId, { status: "expired", reason: "the trade expired" })
    await rows.resolveTrade(tradeId, { status: "expired", by: null, reason: null })
    return true
  })
  if (isExpired) await announceTrade(container, "expired", tradeId, null)
}

/** Unconfirmed sides decline, confirmed ones cancel. */
function checkEnding({ trade, sides, standings }: Involvement, how: Ending): void {
  const fitting = sides.filter((side) => (how === "cancelled") === Boolean(side.confirmed_at))
  const [first] = fitting.length ? fitting : sides
  if (!first) throw notFound(trade.id)
  if (!fitting.some((side) => !mayFor(side, standings, "end_trade"))) {
    const error = mayFor(first, standings, "end_trade")
    if (error) throw error
    assertPending(trade)
    throw new HoldfastError(
      "FORBIDDEN",
      how === "declined"
        ? `Your side has confirmed trade ${trade.id}. Cancel it instead.`
        : `Your side has not confirmed trade ${trade.id}. Decline it instead.`
    )
  }
  assertPending(trade)
}

async function end(
  rows: TradingRows,
  tx: LedgerTransaction,
  trade: TradeRow,
  how: Ending,
  customerId: string
): Promise<void> {
  await releaseTradeHolds(tx, trade.id, { status: "released", reason: REASON[how] })
  await rows.resolveTrade(trade.id, { status: how, by: customerId, reason: null })
}

/** Trades per round. */
const TIDY_MAX = 200

/**
 * The sweeper's part: settles trades after their cooling-off period and expires the others. One
 * that fails is logged and retried in the next round. @returns how many were due.
 */
export async function tidyTrades(container: MedusaContainer): Promise<number> {
  const due = await readRows(container, (rows) => rows.listDueTrades(TIDY_MAX))
  for (const id of due) {
    try {
      await tidyExpiredTrade(container, id)
      await settleRipeTrade(container, id)
    } catch (error) {
      const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`holdfast: trade ${id} could not be tidied: ${String(error)}`)
    }
  }
  return due.length
}
