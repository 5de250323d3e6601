import { randomUUID } from "node:crypto"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import type {
  Claim,
  GrantedHold,
  ReserveRequest,
  ReserveResult,
} from "../../src/modules/ledger/operations/reserve-types"
import type { LedgerDatabase } from "./ledger-database"

export const TTL_SECONDS = 900
export const CAP_SECONDS = 7_200

/** By a cart that nobody else uses, unless one is named. */
export function request(
  claims: readonly Claim[],
  overrides: Partial<ReserveRequest> & { cart?: string } = {}
): ReserveRequest {
  const { cart = `cart_${randomUUID()}`, ...rest } = overrides
  return {
    holder: { type: "cart", id: cart },
    cart_id: cart,
    claims,
    ttl_seconds: TTL_SECONDS,
    cap_seconds: CAP_SECONDS,
    actor: "shopper",
    reason: "a test",
    ...rest,
  }
}

/** Sends the requests in one batch and returns their results. */
export async function reserveAll(
  ledger: LedgerDatabase,
  requests: readonly ReserveRequest[]
): Promise<ReserveResult[]> {
  const { results } = await ledger.tx((executor) => reserve(executor, requests))
  return results
}

export async function reserveOne(
  ledger: LedgerDatabase,
  one: ReserveRequest
): Promise<ReserveResult> {
  const [result] = await reserveAll(ledger, [one])
  if (!result) throw new Error("reserve answered nothing")
  return result
}

/** Places a hold that must be granted. */
export async function placeHold(
  ledger: LedgerDatabase,
  one: ReserveRequest
): Promise<GrantedHold & { cart_id: string | null }> {
  const result = await reserveOne(ledger, one)
  const hold = result.outcome === "granted" ? result.holds[0] : undefined
  if (!hold) throw new Error(`The hold was not granted: ${JSON.stringify(result)}`)
  return { ...hold, cart_id: one.cart_id }
}

/** A claim on a level, of which Medusa is supposed to have said what is available now. */
export async function levelClaim(
  ledger: LedgerDatabase,
  poolId: string,
  quantity: string,
  available: string
): Promise<Claim> {
  const { version } = await ledger.readPool(poolId)
  return { pool_id: poolId, quantity, capacity: { available, version } }
}
