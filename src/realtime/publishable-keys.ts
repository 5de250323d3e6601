import type { MedusaContainer } from "@medusajs/framework/types"
import { ApiKeyType, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { TtlCache } from "../shared/ttl-cache"

/** A change of a key counts after this; it is a storefront's public name, not a secret. */
const CACHE = { ttlMs: 10_000, entriesMax: 1_000 }

interface KeyRow {
  revoked_at: string | Date | null
  sales_channels_link?: { sales_channel_id: string }[]
}

/** The sales channels of publishable keys, as Medusa's own Store routes find them. */
export class PublishableKeys {
  readonly #cache = new TtlCache<ReadonlySet<string> | undefined>(CACHE)

  constructor(private readonly container: MedusaContainer) {}

  /** Undefined when the key is unknown or revoked. */
  channelsOf(token: string): Promise<ReadonlySet<string> | undefined> {
    return this.#cache.get(token, () => this.#look(token))
  }

  async #look(token: string): Promise<ReadonlySet<string> | undefined> {
    const query = this.container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "api_key",
      fields: ["revoked_at", "sales_channels_link.sales_channel_id"],
      filters: { token, type: ApiKeyType.PUBLISHABLE },
    })
    const [key] = data as KeyRow[] // the fields that were asked for
    const revoked = key?.revoked_at && new Date(key.revoked_at) <= new Date()
    if (!key || revoked) return undefined
    return new Set((key.sales_channels_link ?? []).map((link) => link.sales_channel_id))
  }
}
