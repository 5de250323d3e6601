import { BigNumber } from "bignumber.js"
import { readLevels } from "../../src/modules/ledger/operations/read-availability"
import type { Claim } from "../../src/modules/ledger/operations/reserve-types"
import type { HoldChange } from "../../src/modules/ledger/operations/rows"
import type { LedgerDatabase } from "../lib/ledger-database"
import { LedgerModel, sumOf, type ModelClaim, type ModelHold, type ModelPool } from "./ledger-model"
import type { Random } from "./random"

export const SECONDS_PER_HOUR = 3_600

/** An inventory level, with Medusa's stock less its reservations for orders. */
export interface Level {
  pool: ModelPool
  item: string
  location: string
  available: BigNumber
}

/** What a caller knows of a level: the version first, Medusa's figure afterwards. */
export interface Reading {
  version: string
  epoch: number
  available: BigNumber
}

/** An order whose units Medusa has reserved and whose holds nobody has consumed yet. */
export interface OpenOrder {
  cart: string
  lines: { level: Level; quantity: BigNumber }[]
}

export interface SentKey {
  cart: string
  hash: string
  /** The holds that it placed; empty while nothing was granted. */
  placed: ModelHold[]
}

const HALVES = ["0.5", "1", "1", "1", "1.5", "2", "2", "3"]

/** The ledger under test, the model beside it, and the part of Medusa that both depend on. */
export class World {
  readonly model = new LedgerModel()
  readonly drops: ModelPool[] = []
  readonly levels: Level[] = []
  readonly kept = new Map<ModelPool, Reading>()
  readonly openOrders: OpenOrder[] = []
  readonly keys = new Map<string, SentKey>()
  readonly carts: string[] = []
  /** Resolved holds that the checks have seen: final. */
  readonly archived: ModelHold[] = []
  /** How often each thing happened, to see that a run was not idle. */
  readonly tally = new Map<string, number>()
  #carts = 0

  constructor(
    readonly ledger: LedgerDatabase,
    readonly random: Random
  ) {}

  async open(): Promise<void> {
    for (const quantity of ["3", "9.5"]) {
      const id = await this.ledger.dropPool(quantity)
      this.drops.push({ id, quantity: new BigNumber(quantity), epoch: 0 })
    }
    const places = { apple: ["A", "B", "C"], bread: ["A", "B"] }
    for (const [item, locations] of Object.entries(places)) {
      for (const location of locations) {
        const { id } = await this.ledger.levelPool({ item, location })
        const pool = { id, quantity: null, epoch: 0 }
        const available = new BigNumber(this.random.int(0, 8))
        this.levels.push({ pool, item, location, available })
      }
    }
    for (let count = 0; count < 16; count++) this.newCart()
  }

  get pools(): ModelPool[] {
    return [...this.drops, ...this.levels.map((level) => level.pool)]
  }

  newCart(): string {
    const cart = `cart_${(this.#carts += 1)}`
    this.carts.push(cart)
    return cart
  }

  /** A cart with an open order belongs to Medusa: no action changes it. */
  retire(cart: string): void {
    this.carts.splice(this.carts.indexOf(cart), 1)
    this.newCart()
  }

  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1)
  }

  quantity(): BigNumber {
    return new BigNumber(this.random.chance(2) ? "40" : (this.random.pick(HALVES) ?? "1"))
  }

  archive(): void {
    const { holds } = this.model
    const old = holds.filter((hold) => hold.status !== "active").slice(0, -30)
    this.archived.push(...old)
    holds.splice(0, holds.length, ...holds.filter((hold) => !old.includes(hold)))
  }

  holdOf(id: string): ModelHold {
    const hold = this.model.holds.find((each) => each.id === id)
    if (!hold) throw new Error(`the ledger speaks of a hold ${id} that the model does not know`)
    return hold
  }

  levelOf(pool: ModelPool): Level | undefined {
    return this.levels.find((level) => level.pool === pool)
  }

  poolOf(id: string): ModelPool {
    const pool = this.pools.find((each) => each.id === id)
    if (!pool) throw new Error(`the ledger speaks of a pool ${id} that the model does not know`)
    return pool
  }

  /** Units reserved for an order and still held for its cart: the exact reading adds them again. */
  countedTwice(level: Level): BigNumber {
    const open = this.openOrders.filter((order) =>
      this.model.liveIn(level.pool).some((hold) => hold.cart === order.cart && hold.completing)
    )
    const lines = open.flatMap((order) => order.lines).filter((line) => line.level === level)
    return sumOf(lines.map((line) => line.quantity))
  }

  exactAvailable(level: Level): BigNumber {
    return level.available.plus(this.countedTwice(level))
  }

  async read(level: Level): Promise<Reading> {
    const [row] = await this.ledger.tx((executor) =>
      readLevels(executor, [{ inventory_item_id: level.item, location_id: level.location }])
    )
    const live = this.model.liveIn(level.pool)
    const completing = live.filter((hold) => hold.completing).map((hold) => hold.cart)
    expect({
      held: Number(row?.held),
      completing: [...new Set(row?.completing)].sort(),
    }).toEqual({
      held: sumOf(live.map((hold) => hold.quantity)).toNumber(),
      completing: [...new Set(completing)].sort(),
    })
    const available = this.random.chance(50) ? level.available : this.exactAvailable(level)
    return { version: row?.version ?? "", epoch: level.pool.epoch, available }
  }

  /** A claim for the ledger and the model; on a level sometimes with an old reading. */
  async claim(pool: ModelPool): Promise<{ real: Claim; model: ModelClaim }> {
    const quantity = this.quantity()
    const level = this.levelOf(pool)
    if (!level)
      return { real: { pool_id: pool.id, quantity: quantity.toFixed() }, model: { pool, quantity } }
    const old = this.kept.get(pool)
    let reading = old && this.random.chance(35) ? old : await this.read(level)
    // The version is older than Medusa's figure: allowed, and noticed when it matters.
    if (this.random.chance(20)) reading = { ...reading, available: level.available }
    if (this.random.chance(30)) this.kept.set(pool, reading)
    const capacity = { available: reading.available.toFixed(), version: reading.version }
    return {
      real: { pool_id: pool.id, quantity: quantity.toFixed(), capacity },
      model: { pool, quantity, reading },
    }
  }

  /** Holds that the ledger expired to make room, which must have been due. */
  applyExpired(changes: readonly HoldChange[]): void {
    for (const change of changes.filter(({ kind }) => kind === "expired")) {
      const hold = this.holdOf(change.hold_id)
      expect(Number(change.quantity)).toBe(hold.quantity.toNumber())
      this.model.resolve(hold, "expired")
      this.count(hold.pool.quantity ? "expired in a drop" : "expired at a level")
    }
  }
}

/** Changes as texts, whatever their order and number format. */
export const describeChanges = (
  changes: readonly { kind: string; hold_id: string; quantity: BigNumber.Value }[]
): string[] =>
  changes
    .map(({ kind, hold_id, quantity }) => `${kind} ${hold_id} ${new BigNumber(quantity).toFixed()}`)
    .sort()
