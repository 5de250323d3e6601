import type { Quantity } from "../../../shared/quantity"
import type { Actor, Holder } from "./rows"

/**
 * What one holder wants to hold in one pool, in total: a hold that is there already counts towards
 * it.
 */
export interface Claim {
  pool_id: string
  quantity: Quantity
  /**
   * For a `level` pool, what Medusa said is available there (its own reservations taken off, holds
   * not), and the pool's version as read *before* Medusa was asked. Ignored for a pool that has a
   * quantity of its own.
   */
  capacity?: { available: Quantity; version: string }
}

export interface ReserveRequest {
  holder: Holder
  cart_id: string | null
  /** All of them are granted, or none. At most one per pool. */
  claims: readonly Claim[]
  /** Seconds from now that the holder's holds in these pools live, at least. */
  ttl_seconds: number
  /** Seconds from now after which a hold that is placed by this call is not extended any more. */
  cap_seconds: number
  actor: Actor
  reason: string
  /** The holder may have no active hold in the pool yet: a drop's `reserve` never grows one. */
  once?: true
  /** Same key and same hash: the first result again. Same key, other hash: `key_reused`. */
  idempotency?: { key: string; request_hash: string }
}

export interface GrantedHold {
  hold_id: string
  pool_id: string
  /** What the hold counts now. */
  quantity: Quantity
  /** What this call added; compensation takes exactly this away again. */
  added: Quantity
  /** When it lapses; known for a hold that this call placed. */
  expires_at?: Date
}

export interface ShortClaim {
  pool_id: string
  asked: Quantity
  /** What this holder could have in this pool, units that it holds already included. */
  available: Quantity
}

export type ReserveResult =
  /** `replayed`: the idempotency key was known, and nothing was written now. */
  | { outcome: "granted"; holds: GrantedHold[]; replayed?: true }
  | { outcome: "short"; claims: ShortClaim[] }
  /** Units left Medusa's availability after the capacity was read: read again. */
  | { outcome: "stale"; pool_ids: string[] }
  | { outcome: "key_reused" }
  /** The pool is not open now, by the database clock. */
  | { outcome: "closed" }
  /** Asked for `once`, and the holder has a live hold there. */
  | { outcome: "already"; hold_id: string }
  /** The holder's units, consumed ones included, would exceed the pool's limit. */
  | { outcome: "limited"; limit: Quantity; has: Quantity }
