import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, tradingOf } from "../container"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { TradingRows } from "../../modules/trading/rows"

/**
 * Trading's rows and the ledger's operations in one transaction, which PostgreSQL may make us
 * repeat. Lock a trade or shared inventory first, then standings, then all vaults at once
 * (`tx.lockVaults`).
 */
export function inTradingTransaction<Result>(
  container: MedusaContainer,
  work: (rows: TradingRows, tx: LedgerTransaction) => Promise<Result>
): Promise<Result> {
  const trading = tradingOf(container)
  return ledgerOf(container).transaction((tx) => work(trading.within(tx), tx))
}

export function readRows<Result>(
  container: MedusaContainer,
  work: (rows: TradingRows) => Promise<Result>
): Promise<Result> {
  const trading = tradingOf(container)
  return ledgerOf(container).read((executor) => work(trading.within(executor)))
}
