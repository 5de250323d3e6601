import type { Executor } from "./operations/executor"
import { listStandings, readStandings, type Standing } from "./operations/read-roles"
import {
  findTrades,
  listDueTrades,
  listTrades,
  lockTrade,
  type TradeFilter,
  type TradeRow,
} from "./operations/read-trades"
import {
  insertShortfalls,
  lockOrder,
  resolveShortfall,
  sumShortfalls,
  type NewShortfall,
} from "./operations/shortfalls"
import {
  confirmParties,
  countOpenTrades,
  findByKey,
  insertTrade,
  lockProposer,
  resolveTrade,
  startCoolingOff,
  type NewTrade,
} from "./operations/write-trades"

/** The trading module's operations, bound to one executor: a transaction of the ledger, or its pool for reading. */
export class TradingRows {
  constructor(private readonly executor: Executor) {}

  /** See `readStandings`; inside a transaction that relies on them. */
  lockStandings(customerId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
    return readStandings(this.executor, customerId, ids, { lock: true })
  }

  readStandings(customerId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
    return readStandings(this.executor, customerId, ids, { lock: false })
  }

  listStandings(customerId: string): Promise<Standing[]> {
    return listStandings(this.executor, customerId)
  }

  lockTrade(id: string): Promise<TradeRow | undefined> {
    return lockTrade(this.executor, id)
  }

  findTrades(ids: readonly string[]): Promise<TradeRow[]> {
    return findTrades(this.executor, ids)
  }

  listTrades(
    filter: TradeFilter,
    page: { limit: number; offset: number }
  ): ReturnType<typeof listTrades> {
    return listTrades(this.executor, filter, page)
  }

  listDueTrades(limit: number): Promise<string[]> {
    return listDueTrades(this.executor, limit)
  }

  insertTrade(trade: NewTrade): Promise<void> {
    return insertTrade(this.executor, trade)
  }

  confirmParties(tradeId: string, positions: readonly number[], by: string): Promise<void> {
    return confirmParties(this.executor, tradeId, positions, by)
  }

  startCoolingOff(tradeId: string, seconds: number): Promise<void> {
    return startCoolingOff(this.executor, tradeId, seconds)
  }

  resolveTrade(tradeId: string, end: Parameters<typeof resolveTrade>[2]): Promise<void> {
    return resolveTrade(this.executor, tradeId, end)
  }

  countOpenTrades(customerId: string): Promise<number> {
    return countOpenTrades(this.executor, customerId)
  }

  lockProposer(customerId: string): Promise<void> {
    return lockProposer(this.executor, customerId)
  }

  findByKey(customerId: string, key: string): ReturnType<typeof findByKey> {
    return findByKey(this.executor, customerId, key)
  }

  lockOrder(orderId: string): Promise<void> {
    return lockOrder(this.executor, orderId)
  }

  sumShortfalls(lineItemIds: readonly string[]): Promise<Map<string, number>> {
    return sumShortfalls(this.executor, lineItemIds)
  }

  insertShortfalls(shortfalls: readonly NewShortfall[]): Promise<void> {
    return insertShortfalls(this.executor, shortfalls)
  }

  resolveShortfall(id: string, reason: string): Promise<boolean> {
    return resolveShortfall(this.executor, id, reason)
  }
}
