import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, tradingOf } from "../container"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { TradingRows } from "../../modules/trading/rows"

/**
 * Trading's rows and the ledger's verbs in one transaction: all or nothing. May be run again when
 * PostgreSQL undoes it. Lock in this order: a trade or shared inventory, standings, then
 * `tx.lockVaults` once with all that will be touched.
 */
export function inTradingTransaction<Result>(
  container: MedusaContainer,
  work: (rows: TradingRows, tx: LedgerTransaction) => Promise<Result>
): Promise<Result> {
  const trading = tradingOf(container)
  return ledgerOf(container).transaction((tx) => work(trading.within(tx), tx))
}

/** Trading's rows, to look at them. */
export function readRows<Result>(
  container: MedusaContainer,
  work: (rows: TradingRows) => Promise<Result>
): Promise<Result> {
  const trading = tradingOf(container)
  return ledgerOf(container).read((executor) => work(trading.within(executor)))
}
