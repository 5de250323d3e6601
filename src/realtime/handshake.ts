import { getAuthContextFromJwtToken } from "@medusajs/framework/http"
import type { ConfigModule } from "@medusajs/framework/types"
import type { ErrorCode } from "../contracts/errors"
import { realtimeHandshake, type RealtimeRefusal } from "../contracts/realtime"
import type { PublishableKeys } from "./publishable-keys"
import type { Client } from "./types"

/** Reaches the client as `connect_error`, with `data.code`. */
export class Refused extends Error {
  readonly data: RealtimeRefusal

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.data = { code, message }
  }
}

/**
 * Who connects, and with which storefront's key.
 *
 * @throws Refused with the reason.
 */
export async function readHandshake(
  auth: unknown,
  keys: PublishableKeys,
  config: ConfigModule
): Promise<Client> {
  const parsed = realtimeHandshake.safeParse(auth)
  if (!parsed.success) {
    throw new Refused(
      "INVALID_DATA",
      'Connect with auth: { publishableKey } and, for a customer, { token }; "publishableKey" is the storefront\'s key.'
    )
  }
  const { publishableKey, token } = parsed.data
  const channelIds = await keys.channelsOf(publishableKey)
  if (!channelIds) {
    throw new Refused("FORBIDDEN", "The publishable key is unknown or revoked.")
  }
  return {
    channelIds,
    customerId: token ? readCustomer(token, config) : undefined,
    dropIds: new Set(),
  }
}

/** As Medusa checks the token of a Store request. */
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
      "The token is not a customer's, or it has run out. Log in again, or connect without one as a guest."
    )
  }
  if (context.mfa_enabled && !context.mfa_challenge_completed_at) {
    throw new Refused("AUTH_REQUIRED", "The login lacks its second factor. Complete it first.")
  }
  return context.actor_id
}
