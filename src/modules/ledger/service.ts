import type { ConfigModule, IEventBusModuleService, Logger } from "@medusajs/framework/types"
import DataLoader from "dataloader"
import { bind, withMethods, type Bound, type Executor } from "../../shared/executor"
import { readOptions } from "../../shared/options"
import { Connections } from "./connections"
import { startHeartbeat, type Heartbeat } from "./heartbeat"
import {
  toGraphHold,
  toGraphPool,
  toHoldFilter,
  toHoldPage,
  toListKey,
  toPage,
  toPoolFilter,
  TAKE_MAX,
  type GraphFilters,
  type GraphHold,
  type GraphPage,
  type GraphPool,
} from "./joiner"
import {
  listAllotments,
  setReservationItem,
  exposeAttached,
  planHiding,
  hide,
} from "./operations/allotments"
import { attachToCart } from "./operations/attach-to-cart"
import { audit } from "./operations/audit"
import { consume } from "./operations/consume"
import { createPool, growPool } from "./operations/create-pool"
import { expireDue, hasDue } from "./operations/expire-due"
import { extend } from "./operations/extend"
import { flagAtRisk } from "./operations/flag-at-risk"
import { beat, endBeat } from "./operations/heartbeat"
import {
  findHolds,
  listAndCountHolds,
  listHolderIds,
  listHolds,
  listHoldsOfEach,
} from "./operations/list-holds"
import { listAndCountPools, listPools, readPoolTotals } from "./operations/list-pools"
import { acquireLocks, keepLocks, releaseLocks } from "./operations/locks"
import { readHeldByItem, readLevels } from "./operations/read-availability"
import { readClock } from "./operations/read-clock"
import { readHealth } from "./operations/read-health"
import { readMovements } from "./operations/read-movements"
import { readPoolMinutes } from "./operations/read-pool-minutes"
import { recount } from "./operations/recount"
import { release } from "./operations/release"
import type { ReserveRequest, ReserveResult } from "./operations/reserve-types"
import type { HoldChange, HoldRow } from "./operations/rows"
import { noteRun } from "./operations/runs"
import { setPoolRules } from "./operations/set-pool-rules"
import { CLEAR_ROUND, clearDueOf, shrinkPool, type Shrunk } from "./operations/shrink-pool"
import { listVaultEntries } from "./operations/vaults"
import { Publisher } from "./publisher"
import { RESERVE_BATCH_MAX, ReserveQueue } from "./reserve-queue"
import { sweepAtBoot } from "./sweep-at-boot"
import { LedgerTransaction } from "./transaction"

interface Dependencies {
  configModule: ConfigModule
  logger: Logger
  event_bus?: IEventBusModuleService
}

/** Single statements, or statements that need no transaction. */
const PLAIN = {
  listHolds,
  listHoldsOfEach,
  listAndCountHolds,
  listHolderIds,
  attachToCart,
  readLevels,
  readHeldByItem,
  listPools,
  listAndCountPools,
  setPoolRules,
  /** The database's clock, the only one that decides. */
  now: readClock,
}
const IN_TRANSACTION = { createPool, growPool }
/** Their changes of holds are emitted after the commit. */
const PUBLISHED = { extend, release, consume }

const ALLOTMENTS = { list: listAllotments, setReservationItem }
const EXPOSURE = { expose: exposeAttached, planHiding, hide }

const JOURNAL = {
  readTotals: readPoolTotals,
  readMinutes: readPoolMinutes,
  listVaultEntries,
  readMovements,
}

type Verbs = Bound<typeof PLAIN & typeof IN_TRANSACTION & typeof PUBLISHED>

/**
 * The ledger. Each verb is one transaction on the ledger's own connections; events are emitted
 * after the commit. See each operation.
 * @throws HoldfastError `CHECKOUT_BUSY` from every verb when the database is overloaded or gone.
 */
export default class LedgerModuleService extends withMethods<Verbs>() {
  /** Locks across transactions. */
  readonly locks
  readonly allotments
  readonly journal
  /** For the sweeper, `reconcile` and the health check. */
  readonly upkeep
  readonly #dependencies: Dependencies
  readonly #connections: Connections
  readonly #publisher: Publisher
  readonly #reserves: ReserveQueue
  /** Everybody who got a unit in one batch reads their hold at once: one statement. */
  readonly #found = new DataLoader(
    (ids: readonly string[]) => this.#connections.plain((executor) => findHolds(executor, ids)),
    { cache: false, maxBatchSize: RESERVE_BATCH_MAX }
  )
  #heartbeat?: Heartbeat
  #firstSweep?: Promise<void>

  constructor(dependencies: Dependencies) {
    const warn = (message: string): void => void dependencies.logger.warn(`holdfast: ${message}`)
    const connections = new Connections(
      dependencies.configModule,
      readOptions().ledger.connections,
      warn
    )
    const publisher = new Publisher(connections, () => dependencies.event_bus, warn)
    const { plain, transaction } = connections
    const published = publisher.publishing(transaction)
    super({
      ...bind(PLAIN, plain),
      ...bind(IN_TRANSACTION, transaction),
      ...bind(PUBLISHED, published),
    })
    this.#dependencies = dependencies
    this.#connections = connections
    this.#publisher = publisher
    this.#reserves = new ReserveQueue(connections, publisher)
    this.allotments = { ...bind(ALLOTMENTS, plain), ...bind(EXPOSURE, transaction) }
    this.journal = bind(JOURNAL, plain)
    this.locks = {
      ...bind({ acquire: acquireLocks }, transaction),
      ...bind({ keep: keepLocks, release: releaseLocks }, plain),
    }
    this.upkeep = {
      ...bind({ expireDue, flagAtRisk }, published),
      ...bind({ audit, recount }, transaction),
      ...bind({ hasDue, noteRun }, plain),
      readHealth: async () => ({
        ...(await plain(readHealth)),
        /** This process's id; undefined until it has started. */
        own_id: this.#heartbeat?.id,
      }),
    }
  }

  readonly __hooks = {
    onApplicationStart: async (): Promise<void> => {
      const { configModule, logger } = this.#dependencies
      const warn = (message: string): void => void logger.warn(`holdfast: ${message}`)
      const beats = bind({ beat, endBeat }, this.#connections.plain)
      this.#heartbeat = startHeartbeat(beats, configModule, warn)
      this.#firstSweep = sweepAtBoot(configModule, warn) // in the background
    },
    onApplicationShutdown: async (): Promise<void> => {
      await this.#firstSweep
      await this.#heartbeat?.stop()
      await this.#connections.end()
    },
  }

  /** Places or grows holds; all claims of the request, or none. */
  reserve(request: ReserveRequest): Promise<ReserveResult> {
    return this.#reserves.reserve(request)
  }

  findHold(holdId: string): Promise<HoldRow | undefined> {
    return this.#found.load(holdId)
  }

  /** Lowers a pool, never below what is held; Medusa's reservation items follow. */
  async shrinkPool(poolId: string, target: Parameters<typeof shrinkPool>[2]): Promise<Shrunk> {
    const published = this.#publisher.publishing(this.#connections.transaction)
    // Due holds first, in short transactions: shrinking also locks the levels that carts wait for.
    let cleared: readonly HoldChange[]
    do cleared = await published((executor) => clearDueOf(executor, poolId))
    while (cleared.length === CLEAR_ROUND)
    return published((executor) => shrinkPool(executor, poolId, target))
  }

  /**
   * Runs several verbs and rows of the caller's module as one transaction; an error undoes all.
   * `work` may run more than once when PostgreSQL undoes it, so it keeps nothing of an earlier run.
   */
  async transaction<Result>(work: (tx: LedgerTransaction) => Promise<Result>): Promise<Result> {
    const { result, changes } = await this.#connections.transaction(async (executor) => {
      const tx = new LedgerTransaction(executor)
      return { result: await work(tx), changes: tx.changes }
    })
    await this.#publisher.publish(changes)
    return result
  }

  /** Reads outside of a transaction, for display. */
  read<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    return this.#connections.plain(work)
  }

  // For `query.graph`; see `joiner.ts`.

  async listHoldfastHolds(filters?: GraphFilters, page?: GraphPage): Promise<GraphHold[]> {
    const key = toListKey(filters, page)
    const filter = toHoldFilter(filters)
    const holds = key
      ? await this.listHoldsOfEach(filter, key, TAKE_MAX)
      : await this.listHolds(filter, toHoldPage(page))
    return this.#toGraphHolds(holds, page)
  }

  async listAndCountHoldfastHolds(
    filters?: GraphFilters,
    page?: GraphPage
  ): Promise<[GraphHold[], number]> {
    const found = await this.listAndCountHolds(toHoldFilter(filters), toHoldPage(page))
    return [await this.#toGraphHolds(found.holds, page), found.count]
  }

  /** A relation within a module is the module's to load. */
  async #toGraphHolds(holds: readonly HoldRow[], page?: GraphPage): Promise<GraphHold[]> {
    const listed = holds.map(toGraphHold)
    if (!page?.relations?.includes("pool")) return listed
    const pools = await this.listPools({ id: [...new Set(holds.map((hold) => hold.pool_id))] })
    const byId = new Map(pools.map((pool) => [pool.id, toGraphPool(pool)]))
    return listed.map((hold) => ({ ...hold, pool: byId.get(hold.pool_id) }))
  }

  async listHoldfastPools(filters?: GraphFilters, page?: GraphPage): Promise<GraphPool[]> {
    return (await this.listPools(toPoolFilter(filters), toPage(page))).map(toGraphPool)
  }

  async listAndCountHoldfastPools(
    filters?: GraphFilters,
    page?: GraphPage
  ): Promise<[GraphPool[], number]> {
    const found = await this.listAndCountPools(toPoolFilter(filters), toPage(page))
    return [found.pools.map(toGraphPool), found.count]
  }
}
