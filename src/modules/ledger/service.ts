import { setImmediate as nextTick } from "node:timers/promises"
import type { ConfigModule, IEventBusModuleService, Logger } from "@medusajs/framework/types"
import { EventPriority } from "@medusajs/framework/utils"
import DataLoader from "dataloader"
import { Pool, type PoolConfig } from "pg"
import type { Owner } from "../../contracts/vaults"
import { ATTEMPTS_MAX, isLockTimeout, isRetryable, translate } from "../../shared/database-errors"
import { startHeartbeat, type Heartbeat } from "./heartbeat"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { sweepAtBoot } from "./sweep-at-boot"
import { toEvents } from "./operations/events"
import type { Executor } from "./operations/executor"
import {
  listAllAllotments,
  listAllotments,
  setReservationItem,
  type AllotmentRow,
} from "./operations/allotments"
import { createPool, growPool, type CreatePoolResult, type NewPool } from "./operations/create-pool"
import { exposeAttached, planWithhold, withhold } from "./operations/expose-allotments"
import { CLEAR_ROUND, clearDueOf, shrinkPool, type Shrunk } from "./operations/shrink-pool"
import {
  attachToCart,
  findHolds,
  listDropHoldsOfHolder,
  listHolderIds,
  listHoldsOfPool,
  listOwnedPools,
  listSetAsideHoldsOfCart,
  listUntidyPools,
  readOwners,
  setPoolRules,
  type OwnedHold,
  type OwnedPool,
} from "./operations/owned-pools"
import { consume, type ConsumeResult, type Consumption } from "./operations/consume"
import { ensureLevelPools, type LevelRef } from "./operations/ensure-pools"
import { expireDue, hasDue } from "./operations/expire-due"
import { extend, type Extension } from "./operations/extend"
import { flagAtRisk } from "./operations/flag-at-risk"
import { giveUpTurns, keepTurns } from "./operations/give-up-turns"
import {
  beat,
  endBeat,
  listServers,
  type SeenServer,
  type ServerBeat,
} from "./operations/heartbeat"
import { inTransaction, LIMITS } from "./operations/in-transaction"
import {
  findCartsEverHeld,
  listActiveHolds,
  listHoldsAround,
  listHoldsOfCart,
  listLiveHoldsOfPools,
} from "./operations/list-holds"
import { listLiveHolds, type LiveHoldFilters } from "./operations/list-live-holds"
import {
  listUnsettled,
  readHeldByItem,
  readLevels,
  sumLiveLevels,
  type LiveLevel,
  type PoolReading,
} from "./operations/read-availability"
import { audit, type LedgerAudit } from "./operations/audit"
import { recount, recountVault } from "./operations/recount"
import {
  readPoolMinutes,
  readPoolTotals,
  type PoolMinute,
  type PoolTotals,
} from "./operations/pool-totals"
import { readMovements, type MovedUnits } from "./operations/read-movements"
import { release, type Reduction } from "./operations/release"
import { reserve } from "./operations/reserve"
import type { ReserveRequest, ReserveResult } from "./operations/reserve-types"
import type { Actor, HoldChange, Holder, HoldRow } from "./operations/rows"
import { readOldestDue } from "./operations/oldest-due"
import { readClock } from "./operations/read-clock"
import { noteRun, readRuns, type Run } from "./operations/runs"
import { unmarkCompleting } from "./operations/unmark-completing"
import { takeTurns, type Turn } from "./operations/take-turns"
import { listVaultEntries, listVaults } from "./operations/vaults"
import { LedgerTransaction } from "./transaction"

/**
 * Requests that one reserve statement serves at most: more would hold the pools' rows for too long
 * (1,000 take 25 ms). Of 500, each would cost a tenth more.
 */
const RESERVE_BATCH_MAX = 1_000

/** Pools whose owner one process remembers. */
const POOLS_KNOWN_MAX = 50_000

/**
 * Milliseconds that a caller waits for one of the ledger's connections before it is answered 503.
 */
const CONNECT_TIMEOUT_MS = 5_000

/**
 * Not a line in the log for every hold; to Redis `internal` alone would also mean the lowest
 * priority.
 */
const UNLOGGED = { internal: true, priority: EventPriority.DEFAULT }

interface Dependencies {
  configModule: ConfigModule
  logger: Logger
  event_bus?: IEventBusModuleService
}

/**
 * The ledger of promises. Each verb is one transaction on the ledger's own small connection pool,
 * so that it answers while Medusa's connections are all taken by completions (measured:
 * docs/internals/benchmarks.md). Events go out after the commit.
 *
 * @throws HoldfastError `CHECKOUT_BUSY` from every verb when the database is busy beyond the
 * timeouts, or gone.
 */
export default class LedgerModuleService {
  readonly #dependencies: Dependencies
  readonly #pool: Pool
  readonly #reserves: DataLoader<ReserveRequest, ReserveResult>
  /**
   * All who were granted a unit by one batch look at their holds at once: one statement, not one
   * each.
   */
  readonly #found = new DataLoader(
    (ids: readonly string[]) => this.#plain((executor) => findHolds(executor, ids)),
    { cache: false, maxBatchSize: RESERVE_BATCH_MAX }
  )
  /** Ends when the batch that runs now, if one does, is through. */
  #running: Promise<unknown> = Promise.resolve()
  /** Ends when all batches that are full or filling are through. */
  #queue: Promise<unknown> = Promise.resolve()
  #heartbeat?: Heartbeat
  #firstSweep?: Promise<void>
  /** Pool → the drop that owns it, or null. */
  readonly #dropOfPool = new Map<string, string | null>()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#pool = new Pool(connection(dependencies.configModule, readOptions().ledger.connections))
    this.#pool.on("error", (error) =>
      this.#log("warn", `an idle ledger connection was lost: ${error.message}`)
    )
    // While one batch is under way, those that come form the next one; under light load a batch is
    // one request. One at a time, however many are full: the others would only wait for the same
    // row, and take every connection while they do (5,000 callers: readLevels p99 340 ms, against
    // 20 ms so, at the same number of reservations per second).
    this.#reserves = new DataLoader((requests) => this.#reserveBatch(requests), {
      cache: false,
      maxBatchSize: RESERVE_BATCH_MAX,
      batchScheduleFn: (dispatch) => {
        this.#queue = this.#queue
          .then(() => nextTick())
          .then(() => {
            dispatch() // calls #reserveBatch, which sets #running
            return this.#running
          })
      },
    })
  }

  readonly __hooks = {
    onApplicationStart: async (): Promise<void> => {
      const { configModule, logger } = this.#dependencies
      const warn = (message: string): void => void logger.warn(`holdfast: ${message}`)
      this.#heartbeat = startHeartbeat(this, configModule, warn)
      this.#firstSweep = sweepAtBoot(configModule, warn) // shoppers need not wait for it
    },
    onApplicationShutdown: async (): Promise<void> => {
      await this.#firstSweep
      await this.#heartbeat?.stop()
      await this.#pool.end()
    },
  }

  /** Places or grows holds; all claims of the request, or none. */
  reserve(request: ReserveRequest): Promise<ReserveResult> {
    return this.#reserves.load(request)
  }

  /**
   * Gives units of holds back, in part or in whole; holds that are not active any more are passed
   * over.
   */
  release(
    reductions: readonly Reduction[],
    by: { actor: Actor; reason: string }
  ): Promise<HoldChange[]> {
    return this.#write((executor) => release(executor, reductions, by))
  }

  /** Prolongs live holds, and marks or unmarks them as being completed. */
  extend(extension: Extension): Promise<HoldChange[]> {
    return this.#write((executor) => extend(executor, extension))
  }

  /** Consumes the holds of a cart that became an order; safe to repeat. */
  async consume(consumption: Consumption): Promise<ConsumeResult> {
    const result = await this.#transaction((executor) => consume(executor, consumption))
    await this.#publish(result.changes)
    return result
  }

  /** One round of the sweeper. Returns how many holds were tidied. */
  async expireDue(limit: number): Promise<number> {
    const changes = await this.#write((executor) => expireDue(executor, limit))
    return changes.length
  }

  /**
   * Whether the sweeper has anything left to expire, be it in a pool that somebody works on right
   * now.
   */
  hasDue(): Promise<boolean> {
    return this.#plain(hasDue)
  }

  /** Flags live holds whose units were taken from under them, or takes the flag off. */
  flagAtRisk(
    holdIds: readonly string[],
    by: { actor: Actor; reason: string; at_risk: boolean }
  ): Promise<HoldChange[]> {
    return this.#write((executor) => flagAtRisk(executor, holdIds, by))
  }

  /** What is promised at some inventory levels; read it before Medusa's availability. */
  readLevels(levels: readonly LevelRef[]): Promise<PoolReading[]> {
    return this.#plain((executor) => readLevels(executor, levels))
  }

  /**
   * Units that live holds count, by item and location. Not in a transaction: figures for display.
   */
  readHeldByItem(itemIds: readonly string[]): ReturnType<typeof readHeldByItem> {
    return this.#plain((executor) => readHeldByItem(executor, itemIds))
  }

  /** Active holds of some holders, due ones included and marked. */
  listActiveHolds(holders: readonly Holder[]): Promise<HoldRow[]> {
    return this.#plain((executor) => listActiveHolds(executor, holders))
  }

  /** Those of some carts that ever held anything, newest first. */
  findCartsEverHeld(cartIds: readonly string[]): Promise<string[]> {
    return this.#plain((executor) => findCartsEverHeld(executor, cartIds))
  }

  /** A page of the holds that count now, newest first. */
  listLiveHolds(
    filters: LiveHoldFilters,
    page: Parameters<typeof listLiveHolds>[2]
  ): ReturnType<typeof listLiveHolds> {
    return this.#plain((executor) => listLiveHolds(executor, filters, page))
  }

  /** Every level on which live holds lie, with what they count. */
  sumLiveLevels(): Promise<LiveLevel[]> {
    return this.#plain(sumLiveLevels)
  }

  /** The live holds of some pools, newest first, those of a running completion left out. */
  listLiveHoldsOfPools(poolIds: readonly string[]): Promise<HoldRow[]> {
    return this.#plain((executor) => listLiveHoldsOfPools(executor, poolIds))
  }

  /** Makes a pool with a quantity of its own and takes its units from their levels. */
  createPool(input: NewPool): Promise<CreatePoolResult> {
    return this.#transaction((executor) => createPool(executor, input))
  }

  /** Adds units to a pool, taken from their levels. */
  growPool(input: Parameters<typeof growPool>[1]): Promise<CreatePoolResult> {
    return this.#transaction((executor) => growPool(executor, input))
  }

  /** Lowers a pool, never below what is held; Medusa's reservation items follow. */
  async shrinkPool(poolId: string, target: Parameters<typeof shrinkPool>[2]): Promise<Shrunk> {
    // What lapsed goes first, in short transactions: lowering also locks the levels, where other
    // carts are waiting.
    let cleared: readonly HoldChange[]
    do cleared = await this.#write((executor) => clearDueOf(executor, poolId))
    while (cleared.length === CLEAR_ROUND)
    const shrunk = await this.#transaction((executor) => shrinkPool(executor, poolId, target))
    await this.#publish(shrunk.changes)
    return shrunk
  }

  /**
   * Exposes what shoppers have in their carts; Medusa's reservation items are to be lowered after
   * it.
   */
  exposeAttached(poolId: string): Promise<AllotmentRow[]> {
    return this.#transaction((executor) => exposeAttached(executor, poolId))
  }

  /** What may be withheld again: Medusa's reservation items are to be raised before `withhold`. */
  planWithhold(poolId: string): Promise<AllotmentRow[]> {
    return this.#transaction((executor) => planWithhold(executor, poolId))
  }

  /** Writes what Medusa withholds by now; returns the figures that hold after all. */
  withhold(poolId: string, planned: readonly AllotmentRow[]): Promise<AllotmentRow[]> {
    return this.#transaction((executor) => withhold(executor, poolId, planned))
  }

  listAllotments(poolIds: readonly string[]): Promise<AllotmentRow[]> {
    return this.#plain((executor) => listAllotments(executor, poolIds))
  }

  listAllAllotments(): Promise<AllotmentRow[]> {
    return this.#plain(listAllAllotments)
  }

  setReservationItem(allotmentId: string, reservationItemId: string | null): Promise<void> {
    return this.#plain((executor) => setReservationItem(executor, allotmentId, reservationItemId))
  }

  /** The pools of some owners, with what live holds count in them. */
  listOwnedPools(ownerType: string, ownerIds: readonly string[]): Promise<OwnedPool[]> {
    return this.#plain((executor) => listOwnedPools(executor, ownerType, ownerIds))
  }

  /** What became of the units of some owners' pools. */
  readPoolTotals(ownerType: string, ownerIds: readonly string[]): Promise<PoolTotals[]> {
    return this.#plain((executor) => readPoolTotals(executor, ownerType, ownerIds))
  }

  /** The same by the minute, for the latest ones in which anything happened. */
  readPoolMinutes(poolId: string, minutesMax: number): Promise<PoolMinute[]> {
    return this.#plain((executor) => readPoolMinutes(executor, poolId, minutesMax))
  }

  setPoolRules(poolId: string, rules: Parameters<typeof setPoolRules>[2]): Promise<void> {
    return this.#plain((executor) => setPoolRules(executor, poolId, rules))
  }

  /** A cart's own live units of limited releases and of shared inventories. */
  listSetAsideHoldsOfCart(cartId: string): Promise<OwnedHold[]> {
    return this.#plain((executor) => listSetAsideHoldsOfCart(executor, cartId))
  }

  /** Puts a holder's live drop holds of some variants into a cart. */
  attachToCart(input: Parameters<typeof attachToCart>[1]): Promise<string[]> {
    return this.#plain((executor) => attachToCart(executor, input))
  }

  listHoldsOfPool(
    poolIds: readonly string[],
    page: Parameters<typeof listHoldsOfPool>[2]
  ): ReturnType<typeof listHoldsOfPool> {
    return this.#plain((executor) => listHoldsOfPool(executor, poolIds, page))
  }

  /** All holds of a holder in drop pools, newest first. */
  listDropHoldsOfHolder(holder: Holder, limit: number): ReturnType<typeof listDropHoldsOfHolder> {
    return this.#plain((executor) => listDropHoldsOfHolder(executor, holder, limit))
  }

  /** Pools of drops that the sweeper should look after. */
  listUntidyPools(idleSeconds: number, limit: number): ReturnType<typeof listUntidyPools> {
    return this.#plain((executor) => listUntidyPools(executor, idleSeconds, limit))
  }

  /** Holders with an active or consumed hold in a pool. */
  listHolderIds(poolId: string): Promise<string[]> {
    return this.#plain((executor) => listHolderIds(executor, poolId))
  }

  findHold(holdId: string): Promise<OwnedHold | undefined> {
    return this.#found.load(holdId)
  }

  /** The active holds of a cart, whoever their holder is, due ones included and marked. */
  listHoldsOfCart(cartId: string): Promise<HoldRow[]> {
    return this.#plain((executor) => listHoldsOfCart(executor, cartId))
  }

  /**
   * The active holds of a cart, and its customer's in drops that may lie elsewhere, due ones
   * included and marked.
   */
  listHoldsAround(cart: Parameters<typeof listHoldsAround>[1]): Promise<HoldRow[]> {
    return this.#plain((executor) => listHoldsAround(executor, cart))
  }

  /** Holds whose cart's completion began at least `seconds` ago and was never settled. */
  listUnsettled(seconds: number, limit: number): Promise<HoldRow[]> {
    return this.#plain((executor) => listUnsettled(executor, seconds, limit))
  }

  /**
   * Tries to take the items' turns for a cart's completion; returns the turns of others that are in
   * the way.
   */
  takeTurns(input: Parameters<typeof takeTurns>[1]): Promise<Turn[]> {
    return this.#transaction((executor) => takeTurns(executor, input))
  }

  /** Gives turns up: all of an attempt or a cart, or those of some items. */
  giveUpTurns(input: Parameters<typeof giveUpTurns>[1]): Promise<void> {
    return this.#plain((executor) => giveUpTurns(executor, input))
  }

  /** Lets nobody pass an attempt's turns before its order is settled. */
  keepTurns(input: Parameters<typeof keepTurns>[1]): Promise<void> {
    return this.#plain((executor) => keepTurns(executor, input))
  }

  /** Takes the mark of a running completion off holds whose completion is known to be dead. */
  unmarkCompleting(holdIds: readonly string[]): Promise<void> {
    return this.#transaction((executor) => unmarkCompleting(executor, holdIds))
  }

  /** The database's time: the only clock that decides. */
  now(): Promise<Date> {
    return this.#plain(readClock)
  }

  /** Sets a pool's counter to the sum of its active holds; only for `reconcile`. */
  recount(poolId: string): Promise<void> {
    return this.#transaction((executor) => recount(executor, poolId))
  }

  /** Sets a vault's quantity to what its journal says; only for `reconcile`. */
  recountVault(poolId: string): Promise<void> {
    return this.#transaction((executor) => recountVault(executor, poolId))
  }

  /**
   * Runs several verbs and rows of the caller's own module as one transaction; it may be run more
   * than once when PostgreSQL undoes it, so `work` keeps nothing of an earlier run. What it throws
   * undoes everything.
   */
  async transaction<Result>(work: (tx: LedgerTransaction) => Promise<Result>): Promise<Result> {
    const { result, changes } = await this.#transaction(async (executor) => {
      const tx = new LedgerTransaction(executor)
      return { result: await work(tx), changes: tx.changes }
    })
    await this.#publish(changes)
    return result
  }

  /** Reads outside of a transaction, for display. */
  read<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    return this.#plain(work)
  }

  /** What moved between vaults under some references: order lines, say. */
  readMovements(references: readonly string[]): Promise<MovedUnits[]> {
    return this.#plain((executor) => readMovements(executor, references))
  }

  /** What some owners, or all, have in their vaults. */
  listVaults(
    owners: readonly Owner[] | "everybody",
    page: Parameters<typeof listVaults>[2]
  ): ReturnType<typeof listVaults> {
    return this.#plain((executor) => listVaults(executor, owners, page))
  }

  /** The journal of some owners' vaults, or of what belongs to one reference. */
  listVaultEntries(
    of: Parameters<typeof listVaultEntries>[1],
    page: Parameters<typeof listVaultEntries>[2]
  ): ReturnType<typeof listVaultEntries> {
    return this.#plain((executor) => listVaultEntries(executor, of, page))
  }

  /** The rows that `reconcile` compares, and what contradicts itself among them. */
  audit(): Promise<LedgerAudit> {
    return this.#transaction((executor) => audit(executor))
  }

  /** Makes the level pools of some levels where they are missing. */
  ensureLevelPools(levels: readonly LevelRef[]): ReturnType<typeof ensureLevelPools> {
    return this.#plain((executor) => ensureLevelPools(executor, levels))
  }

  /** Writes this process's heartbeat and returns the other processes that are alive. */
  beat(server: ServerBeat): Promise<ServerBeat[]> {
    return this.#plain((executor) => beat(executor, server))
  }

  /** The id under which this process beats; undefined until it has started. */
  get serverId(): string | undefined {
    return this.#heartbeat?.id
  }

  /** Every process that is alive, the oldest first. */
  listServers(): Promise<SeenServer[]> {
    return this.#plain(listServers)
  }

  /** Writes down that a job came to its end. @param findings differences that `reconcile` left. */
  noteRun(job: Run["job"], findings: number | null = null): Promise<void> {
    return this.#plain((executor) => noteRun(executor, job, findings))
  }

  /** The last run of each job. */
  readRuns(): Promise<Run[]> {
    return this.#plain(readRuns)
  }

  /** When the longest lapsed hold lapsed that is not tidied; null when there is none. */
  readOldestDue(): Promise<Date | null> {
    return this.#plain(readOldestDue)
  }

  endBeat(id: string): Promise<void> {
    return this.#plain((executor) => endBeat(executor, id))
  }

  async #reserveBatch(requests: readonly ReserveRequest[]): Promise<(ReserveResult | Error)[]> {
    const running = this.#transaction((executor) => reserve(executor, requests))
    this.#running = running.catch(() => undefined)
    try {
      const { results, changes } = await running
      void this.#publish(changes)
      return results
    } catch (error) {
      // One pool that somebody else keeps locked must not refuse the shoppers of all the others.
      if (requests.length > 1 && isLockTimeout(error)) {
        return (await Promise.all(requests.map((request) => this.#reserveBatch([request])))).flat()
      }
      return requests.map(() => (error instanceof Error ? error : new Error(String(error))))
    }
  }

  async #write(work: (executor: Executor) => Promise<HoldChange[]>): Promise<HoldChange[]> {
    const changes = await this.#transaction(work)
    await this.#publish(changes)
    return changes
  }

  async #transaction<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(this.#pool, LIMITS, work)
      } catch (error) {
        if (isRetryable(error) && attempt < ATTEMPTS_MAX) continue
        if (error instanceof HoldfastError) throw error // a refusal of the work itself
        this.#log(
          "warn",
          `a ledger transaction failed after ${attempt} attempt(s): ${String(error)}`
        )
        throw translate(error)
      }
    }
  }

  async #plain<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#pool)
    } catch (error) {
      if (error instanceof HoldfastError) throw error
      this.#log("warn", `a ledger statement failed: ${String(error)}`)
      throw translate(error)
    }
  }

  /**
   * After the commit; a lost event is only a late screen, so it never fails the request that caused
   * it.
   */
  async #publish(changes: readonly HoldChange[]): Promise<void> {
    if (!changes.length || !this.#dependencies.event_bus) return
    try {
      await this.#learnOwners(changes)
      const events = toEvents(changes, (poolId) => this.#dropOfPool.get(poolId) ?? null)
      if (events.length) await this.#dependencies.event_bus.emit(events, UNLOGGED)
    } catch (error) {
      this.#log("warn", `${changes.length} event(s) could not be emitted: ${String(error)}`)
    }
  }

  /** A pool's owner never changes, so it is looked up once. */
  async #learnOwners(changes: readonly HoldChange[]): Promise<void> {
    const unknown = new Set(changes.map((change) => change.pool_id))
    for (const poolId of unknown) if (this.#dropOfPool.has(poolId)) unknown.delete(poolId)
    if (!unknown.size) return
    if (this.#dropOfPool.size > POOLS_KNOWN_MAX) this.#dropOfPool.clear()
    for (const pool of await readOwners(this.#pool, [...unknown])) {
      this.#dropOfPool.set(pool.id, pool.kind === "drop" ? pool.owner_id : null)
    }
  }

  #log(level: "info" | "warn", message: string): void {
    this.#dependencies.logger[level](`holdfast: ${message}`)
  }
}

function connection(config: ConfigModule, max: number): PoolConfig {
  const { databaseUrl, databaseSchema, databaseDriverOptions } = config.projectConfig
  const driver: { connection?: { ssl?: PoolConfig["ssl"] } } = databaseDriverOptions ?? {}
  return {
    connectionString: databaseUrl,
    max,
    application_name: "holdfast-ledger",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(driver.connection?.ssl === undefined ? {} : { ssl: driver.connection.ssl }),
    ...(databaseSchema && databaseSchema !== "public"
      ? { options: `-c search_path=${databaseSchema}` }
      : {}),
  }
}
