import type { RealtimePayload } from "../contracts/realtime"
import type { DropReader, SeenDrop } from "./drop-reader"
import type { Fact } from "./hints"
import { Pace } from "./pace"
import { rooms } from "./rooms"
import type { RealtimeServer } from "./types"

/**
 * Facts of one drop that its room is told per turn. When hundreds of holds lapse at once, the
 * figures that follow say more than their list; a customer is told of their own in any case.
 */
const FACTS_PER_TURN = 100
/** Facts that wait for one turn, at most: the oldest are dropped. */
const FACTS_WAITING_MAX = 5_000
/** The database is in trouble: no point in asking it at full pace. */
const RETRY_AFTER_MS = 1_000

export interface FeedSurroundings {
  io: RealtimeServer
  reader: Pick<DropReader, "read">
  eventsPerSecond: number
  warn(message: string): void
}

/**
 * What this process tells its own clients about one drop: facts in the order in which they came,
 * then the figures as they are at that moment. One turn at a time, so that nothing overtakes.
 */
export class DropFeed {
  readonly #watchers = new Set<string>()
  readonly #pace: Pace
  #facts: Fact[] = []
  #stockAsked = false
  #activityAsked = false
  #retry?: NodeJS.Timeout

  constructor(
    readonly dropId: string,
    private readonly around: FeedSurroundings,
    /** Called when nobody watches any more and nothing is left to tell. */
    private readonly onDone: () => void
  ) {
    this.#pace = new Pace(
      1_000 / around.eventsPerSecond,
      () => this.#turn(),
      () => this.#endIfDone()
    )
  }

  watch(socketId: string): void {
    this.#watchers.add(socketId)
  }

  unwatch(socketId: string): void {
    this.#watchers.delete(socketId)
    this.#endIfDone()
  }

  tellFact(fact: Fact): void {
    this.#facts.push(fact)
    if (this.#facts.length > FACTS_WAITING_MAX) this.#facts.shift()
    this.tellFigures({ stock: fact.kind === "expired", activity: fact.kind === "purchased" })
  }

  tellFigures({ stock, activity }: { stock: boolean; activity: boolean }): void {
    this.#stockAsked ||= stock
    this.#activityAsked ||= activity
    this.#pace.ask()
  }

  stop(): void {
    clearTimeout(this.#retry)
    this.#pace.stop()
  }

  async #turn(): Promise<void> {
    const facts = this.#facts.splice(0)
    const [stock, activity] = [this.#stockAsked, this.#activityAsked]
    this.#stockAsked = this.#activityAsked = false
    let seen: SeenDrop | undefined
    try {
      seen = await this.around.reader.read(this.dropId)
    } catch (error) {
      this.around.warn(`drop ${this.dropId} could not be read for its shoppers: ${String(error)}`)
      this.#facts.unshift(...facts)
      this.#stockAsked ||= stock
      this.#activityAsked ||= activity
      this.#retry = setTimeout(() => this.#pace.ask(), RETRY_AFTER_MS)
      return
    }
    if (!seen) return
    const room = rooms.drop(this.dropId, seen.salesChannelId)
    facts.forEach((fact, index) => {
      const told = index >= facts.length - FACTS_PER_TURN ? [room] : []
      this.#sendFact(fact, [...told, ...this.#ownersHere(fact, seen.salesChannelId)])
    })
    const to = this.around.io.local.to(room)
    if (stock) {
      to.emit("STOCK_UPDATED", { dropId: this.dropId, availableStock: seen.drop.available_stock })
    }
    if (activity) to.emit("ACTIVITY_UPDATED", activityOf(seen))
  }

  #sendFact(fact: Fact, to: string[]): void {
    if (!to.length) return
    const target = this.around.io.local.to(to)
    if (fact.kind === "expired") {
      target.emit("RESERVATION_EXPIRED", {
        dropId: this.dropId,
        reservationId: fact.reservation_id,
      })
    } else {
      target.emit("PURCHASE_COMPLETED", {
        dropId: this.dropId,
        username: fact.username,
        purchasedAt: fact.purchased_at,
      })
    }
  }

  /**
   * The customer's connections to this process, those left out that came with another channel's
   * key.
   */
  #ownersHere(fact: Fact, channelId: string): string[] {
    if (fact.kind !== "expired" || !fact.customer_id) return []
    const { adapter, sockets } = this.around.io.sockets
    const ids = adapter.rooms.get(rooms.customer(fact.customer_id)) ?? []
    return [...ids].filter((id) => sockets.get(id)?.data.channelIds.has(channelId))
  }

  #endIfDone(): void {
    const waits = this.#facts.length > 0 || this.#stockAsked || this.#activityAsked
    if (!waits && !this.#watchers.size) this.onDone()
  }
}

function activityOf({ drop }: SeenDrop): RealtimePayload<"ACTIVITY_UPDATED"> {
  return {
    dropId: drop.id,
    latestPurchasers: drop.latest_purchasers.map(({ username, purchased_at }) => ({
      username,
      purchasedAt: purchased_at,
    })),
  }
}
