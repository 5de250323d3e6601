import { BigNumber } from "bignumber.js"

/**
 * The ledger's promises in plain terms: a list of holds, a clock, and sums; no locks, counters or
 * reclaiming. Time is in hours, and each step takes a tiny part of one, to keep the order.
 */
export interface ModelPool {
  id: string
  /** Null for a level: the request brings the figure. */
  quantity: BigNumber | null
  /** Moves when older readings of Medusa's availability become invalid. */
  epoch: number
}

export interface ModelHold {
  id: string
  pool: ModelPool
  cart: string
  quantity: BigNumber
  expires: number
  cap: number
  status: "active" | "consumed" | "released" | "expired"
  completing: boolean
}

export interface ModelClaim {
  pool: ModelPool
  quantity: BigNumber
  reading?: { available: BigNumber; epoch: number }
}

export interface ModelRequest {
  cart: string
  claims: ModelClaim[]
  ttl: number
  cap: number
}

export type ModelVerdict =
  | { outcome: "granted"; holds: { hold: ModelHold; quantity: BigNumber; added: BigNumber }[] }
  | { outcome: "short"; claims: { pool: ModelPool; available: BigNumber }[] }
  | { outcome: "stale"; pools: ModelPool[] }

export const sumOf = (quantities: readonly BigNumber[]): BigNumber =>
  quantities.reduce((sum, quantity) => sum.plus(quantity), new BigNumber(0))

export class LedgerModel {
  now = 0
  readonly holds: ModelHold[] = []

  /** Past its time, though it may still count. */
  isOver = (hold: ModelHold): boolean => hold.status === "active" && hold.expires <= this.now
  /** In a pool with a quantity of its own, a hold counts while its completion runs. */
  isDue = (hold: ModelHold): boolean =>
    this.isOver(hold) && !(hold.completing && hold.pool.quantity !== null)
  isLive = (hold: ModelHold): boolean => hold.status === "active" && !this.isDue(hold)

  liveIn(pool: ModelPool): ModelHold[] {
    return this.holds.filter((hold) => hold.pool === pool && this.isLive(hold))
  }

  ofCart(cart: string): ModelHold[] {
    return this.holds.filter((hold) => hold.cart === cart && hold.status === "active")
  }

  reserve({ cart, claims, ttl, cap }: ModelRequest): ModelVerdict {
    const stale = claims.filter(({ pool, reading }) => reading && reading.epoch !== pool.epoch)
    if (stale.length) return { outcome: "stale", pools: stale.map((claim) => claim.pool) }
    const wanted = claims.map((claim) => {
      const live = this.liveIn(claim.pool)
      const mine = live.find((hold) => hold.cart === cart)
      const own = mine?.quantity ?? new BigNumber(0)
      const capacity = claim.pool.quantity ?? claim.reading?.available ?? new BigNumber(0)
      const free = capacity.minus(sumOf(live.map((hold) => hold.quantity)))
      const added = BigNumber.max(0, claim.quantity.minus(own))
      return {
        ...claim,
        mine,
        added,
        short: added.gt(0) && added.gt(free),
        available: free.plus(own),
      }
    })
    const short = wanted.filter((claim) => claim.short)
    if (short.length) {
      const claims = short.map(({ pool, available }) => ({
        pool,
        available: BigNumber.max(0, available),
      }))
      return { outcome: "short", claims }
    }
    const holds = wanted.map(({ pool, mine, added }) => {
      const hold = mine ?? this.#place(pool, cart, this.now + cap)
      hold.quantity = hold.quantity.plus(added)
      hold.expires = Math.max(hold.expires, Math.min(this.now + ttl, hold.cap))
      return { hold, quantity: hold.quantity, added }
    })
    return { outcome: "granted", holds }
  }

  #place(pool: ModelPool, cart: string, cap: number): ModelHold {
    const hold: ModelHold = {
      id: "",
      pool,
      cart,
      quantity: new BigNumber(0),
      expires: this.now,
      cap,
      status: "active",
      completing: false,
    }
    this.holds.push(hold)
    return hold
  }

  resolve(hold: ModelHold, status: Exclude<ModelHold["status"], "active">): void {
    if (hold.status !== "active") throw new Error(`hold ${hold.id} resolves a second time`)
    if (status === "expired" && !this.isDue(hold)) throw new Error(`hold ${hold.id} is not due`)
    if (status === "consumed" || hold.completing) hold.pool.epoch += 1
    // Sold units leave a limited pool; a level hears of them from Medusa.
    if (status === "consumed" && hold.pool.quantity) {
      hold.pool.quantity = hold.pool.quantity.minus(hold.quantity)
    }
    hold.status = status
    hold.completing = false
  }

  giveBack(hold: ModelHold, quantity: BigNumber): "released" | "shrunk" {
    if (quantity.gte(hold.quantity)) {
      this.resolve(hold, "released")
      return "released"
    }
    hold.quantity = hold.quantity.minus(quantity)
    if (hold.completing) hold.pool.epoch += 1
    return "shrunk"
  }

  /** Returns whether it lives longer. */
  extend(hold: ModelHold, hours: number, completion?: "wait" | "start" | "stop"): boolean {
    const until = this.now + hours
    const before = hold.expires
    switch (completion) {
      case "wait":
        hold.expires = Math.max(before, Math.min(this.now, hold.cap) + hours)
        break
      case "start":
        if (hold.pool.quantity && hold.cap + hours <= this.now) return false
        hold.expires = Math.max(before, until)
        hold.completing = true
        break
      default:
        hold.expires = Math.max(before, Math.min(until, hold.cap))
        if (completion) hold.completing = false
    }
    return hold.expires > before
  }

  move(hold: ModelHold, to: ModelPool): void {
    if (!this.isLive(hold) || hold.completing) throw new Error(`hold ${hold.id} may not move`)
    hold.pool.epoch += 1
    to.epoch += 1
    hold.pool = to
  }
}
