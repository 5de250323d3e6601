import type { MedusaContainer } from "@medusajs/framework/types"
import { dropsOf } from "../domain/container"
import type { StoreDrop } from "../contracts/drops"
import { type DropRow } from "../domain/drops/definitions"
import { describeDrops } from "../domain/drops/describe"
import { SharedReads } from "./shared-reads"
import { TtlCache } from "../shared/ttl-cache"

export interface SeenDrop {
  drop: StoreDrop
  salesChannelId: string
}

/**
 * A drop hardly ever changes its channel; whoever is sent anything has had it checked against a
 * fresh read.
 */
const CHANNEL_CACHE = { ttlMs: 10_000, entriesMax: 1_000 }

/** What the sockets read of drops, in bounded numbers however many clients there are. */
export class DropReader {
  readonly #fresh = new SharedReads((dropId) => this.#read(dropId))
  readonly #channels = new TtlCache<string | undefined>(CHANNEL_CACHE)

  constructor(private readonly container: MedusaContainer) {}

  /** As it is now; undefined when there is none. */
  read(dropId: string): Promise<SeenDrop | undefined> {
    return this.#fresh.get(dropId)
  }

  /**
   * Cheap, and perhaps some seconds old: to turn away what is not one's own before anything is
   * read.
   */
  channelOf(dropId: string): Promise<string | undefined> {
    return this.#channels.get(dropId, async () => (await this.read(dropId))?.salesChannelId)
  }

  /** Who bought with a reservation; undefined when no such purchase is known. */
  async purchaseOf(
    reservationId: string
  ): Promise<{ username: string | null; purchased_at: string } | undefined> {
    const [purchase] = await dropsOf(this.container).listDropPurchases({ hold_id: reservationId })
    if (!purchase) return undefined
    return {
      username: purchase.is_public ? purchase.username : null,
      purchased_at: new Date(purchase.purchased_at).toISOString(),
    }
  }

  async #read(dropId: string): Promise<SeenDrop | undefined> {
    const rows: DropRow[] = await dropsOf(this.container).listDrops({ id: [dropId] })
    const [drop] = await describeDrops(this.container, rows)
    const [row] = rows
    return drop && row && { drop, salesChannelId: row.sales_channel_id }
  }
}
