import { setTimeout as delay } from "node:timers/promises"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreDrop } from "../contracts/drops"
import { seeDrop, type SeenDrop } from "../domain/drops/store-drops"
import { coalesce } from "../shared/coalesce"
import type { Fact, Hint } from "./hints"
import { EVENTS_PER_SECOND, rooms, watchedDrops, type RealtimeServer } from "./types"

/** Facts of one drop sent to its room at once. Beyond it the figures suffice; owners get theirs. */
const FACTS_SENT_MAX = 100
/** Facts of one drop that wait; beyond it the oldest is dropped. */
const FACTS_WAITING_MAX = 5_000
/** A hanging read has failed by then; earlier, a newer one could overtake it. */
const READING_ENDS_AFTER_MS = 60_000
/** The database is in trouble: slow down. */
const RETRY_AFTER_MS = 1_000

/** Sends clients each drop's facts in order, then its figures. One round at a time. */
export class Feed {
  /** Hints of each drop since the last round. */
  #heard = new Map<string, Hint[]>()
  #isOver = false

  constructor(
    private readonly io: RealtimeServer,
    private readonly container: MedusaContainer,
    private readonly warn: (message: string) => void
  ) {}

  hear(hint: Hint): void {
    const here = this.io.sockets.adapter.rooms
    if (hint.kind === "resync") {
      for (const dropId of watchedDrops(here.keys())) this.#note(dropId, hint)
      return
    }
    const concerns =
      here.has(rooms.watched(hint.drop_id)) ||
      (hint.kind === "visible" && this.io.sockets.sockets.size > 0) ||
      (hint.kind === "expired" && here.has(rooms.customer(hint.customer_id ?? "")))
    if (concerns) this.#note(hint.drop_id, hint)
  }

  stop(): void {
    this.#isOver = true
  }

  #note(dropId: string, hint: Hint): void {
    const hints = this.#heard.get(dropId) ?? []
    if (isFact(hint) || hints.every(({ kind }) => kind !== hint.kind)) hints.push(hint)
    if (hints.length > FACTS_WAITING_MAX) hints.splice(hints.findIndex(isFact), 1)
    this.#heard.set(dropId, hints)
    void this.#sendSoon(this.container, "all")
  }

  readonly #sendSoon = coalesce(
    async (container: MedusaContainer, keys) => {
      if (!this.#isOver) await this.#sendAll(container)
      return keys.map(() => undefined)
    },
    { everyMs: 1_000 / EVENTS_PER_SECOND, waitMs: READING_ENDS_AFTER_MS }
  )

  async #sendAll(container: MedusaContainer): Promise<void> {
    const heard = this.#heard
    this.#heard = new Map() // later hints need a new read
    try {
      const drops = [...heard.keys()].map((dropId) => seeDrop(container, dropId))
      for (const seen of await Promise.all(drops))
        if (seen) this.#send(seen, heard.get(seen.drop.id) ?? [])
    } catch (error) {
      this.warn(`could not read drops for clients: ${String(error)}`)
      await delay(RETRY_AFTER_MS, undefined, { ref: false })
      for (const [dropId, hints] of heard)
        this.#heard.set(dropId, [...hints, ...(this.#heard.get(dropId) ?? [])])
      void this.#sendSoon(container, "all")
    }
  }

  #send({ drop, sales_channel_id }: SeenDrop, hints: readonly Hint[]): void {
    const kinds = new Set(hints.map(({ kind }) => kind))
    const { local } = this.io
    if (kinds.has("visible") && isOpen(drop))
      local.to(rooms.drops(sales_channel_id)).emit("DROP_CREATED", { drop })
    const room = rooms.drop(drop.id, sales_channel_id)
    const facts = hints.filter(isFact)
    facts.forEach((fact, index) => {
      const isLate = index >= facts.length - FACTS_SENT_MAX
      this.#sendFact(fact, [...(isLate ? [room] : []), ...this.#owner(fact, sales_channel_id)])
    })
    if (hints.some(({ kind }) => kind !== "purchased")) {
      const { id: dropId, available_stock: availableStock } = drop
      local.to(room).emit("STOCK_UPDATED", { dropId, availableStock })
    }
    if (kinds.has("purchased") || kinds.has("resync")) {
      const latestPurchasers = drop.latest_purchasers.map(({ username, purchased_at }) => ({
        username,
        purchasedAt: purchased_at,
      }))
      local.to(room).emit("ACTIVITY_UPDATED", { dropId: drop.id, latestPurchasers })
    }
  }

  #sendFact(fact: Fact, to: string[]): void {
    if (!to.length) return
    const target = this.io.local.to(to)
    const dropId = fact.drop_id
    if (fact.kind === "expired") {
      target.emit("RESERVATION_EXPIRED", { dropId, reservationId: fact.reservation_id })
    } else {
      const { username, purchased_at: purchasedAt } = fact
      target.emit("PURCHASE_COMPLETED", { dropId, username, purchasedAt })
    }
  }

  /** The customer's connections here, except those with another channel's key. */
  #owner(fact: Fact, channelId: string): string[] {
    if (fact.kind !== "expired" || !fact.customer_id) return []
    const { adapter, sockets } = this.io.sockets
    const ids = adapter.rooms.get(rooms.customer(fact.customer_id)) ?? []
    return [...ids].filter((id) => sockets.get(id)?.data.channelIds.has(channelId))
  }
}

const isFact = (hint: Hint): hint is Fact => hint.kind === "expired" || hint.kind === "purchased"

/** Shoppers can see it; a draft is private. */
const isOpen = ({ state }: StoreDrop): boolean => state === "scheduled" || state === "live"
