import { LRUCache } from "lru-cache"
import { getAuthContextFromJwtToken } from "@medusajs/framework/http"
import type { ConfigModule, MedusaContainer } from "@medusajs/framework/types"
import { ApiKeyType, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ErrorCode } from "../contracts/errors"
import { realtimeHandshake, type RealtimeError } from "../contracts/realtime"
import type { Client } from "./types"

/** Reaches the client as `connect_error`, with `data.code`. */
export class Refused extends Error {
  readonly data: RealtimeError

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.data = { code, message }
  }
}

/** What a client gets for any error. An unexpected one is logged with `what`. */
export function toRefused(error: unknown, what: string, warn: (message: string) => void): Refused {
  if (error instanceof Refused) return error
  warn(`${what}: ${String(error)}`)
  return new Refused("CHECKOUT_BUSY", "The store is busy right now. Please try again shortly.")
}

/** Who connects, and with which storefront's key. @throws Refused with the reason. */
export async function readHandshake(auth: unknown, container: MedusaContainer): Promise<Client> {
  const parsed = realtimeHandshake.safeParse(auth)
  if (!parsed.success) {
    throw new Refused(
      "INVALID_DATA",
      'Connect with auth: { publishableKey } and, for a customer, { token }; "publishableKey" is the storefront\'s key.'
    )
  }
  const { publishableKey, token } = parsed.data
  const channelIds = await channelsOfKeys.fetch(publishableKey, { context: container })
  if (!channelIds || channelIds === "no key") {
    throw new Refused("FORBIDDEN", "The publishable key is unknown or revoked.")
  }
  const config = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
  return { channelIds, customerId: token ? readCustomer(token, config) : undefined }
}

interface KeyRow {
  revoked_at: string | Date | null
  sales_channels_link?: { sales_channel_id: string }[]
}

/** Sales channels by key, as in Medusa's Store routes. A changed key applies ten seconds later. */
const channelsOfKeys = new LRUCache<string, ReadonlySet<string> | "no key", MedusaContainer>({
  max: 1_000,
  ttl: 10_000,
  ignoreFetchAbort: true, // an entry that is evicted while it loads is returned all the same
  fetchMethod: async (token, _, { context: container }) => {
    const query = container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "api_key",
      fields: ["revoked_at", "sales_channels_link.sales_channel_id"],
      filters: { token, type: ApiKeyType.PUBLISHABLE },
    })
    const [key] = data as KeyRow[] // the fields above
    const revoked = key?.revoked_at && new Date(key.revoked_at) <= new Date()
    if (!key || revoked) return "no key"
    return new Set((key.sales_channels_link ?? []).map((link) => link.sales_channel_id))
  },
})

/** The same checks as for the token of a Store request. */
function readCustomer(token: string, config: ConfigModule): string {
  const { http } = config.projectConfig
  const context = getAuthContextFromJwtToken(
    `Bearer ${token}`,
    http.jwtSecret ?? "",
    ["bearer"],
    ["customer"],
    http.jwtPublicKey,
    http.jwtVerifyOptions ?? http.jwtOptions
  )
  if (!context?.actor_id) {
    throw new Refused(
      "AUTH_REQUIRED",
      "The token has expired or is not a customer's. Log in again, or connect without a token."
    )
  }
  if (context.mfa_enabled && !context.mfa_challenge_completed_at) {
    throw new Refused("AUTH_REQUIRED", "Complete the second factor of your login first.")
  }
  return context.actor_id
}
