import type { Quantity } from "../../../shared/quantity"
import type { Actor, Holder } from "./rows"

/** What one holder wants in one pool, in total: an existing hold counts towards it. */
export interface Claim {
  pool_id: string
  quantity: Quantity
  /**
   * For a `level` pool: Medusa's availability (less its reservations, not holds), and the pool's
   * version read *before* it. Ignored for a pool with a quantity of its own.
   */
  capacity?: { available: Quantity; version: string }
}

export interface ReserveRequest {
  holder: Holder
  cart_id: string | null
  /** All are granted, or none. At most one per pool. */
  claims: readonly Claim[]
  /** Seconds from now that the holder's holds in these pools live, at least. */
  ttl_seconds: number
  /** Seconds from now after which a hold placed by this call is no longer extended. */
  cap_seconds: number
  actor: Actor
  reason: string
  /** An error if the holder has an active hold: a drop's `reserve` never grows one. */
  once?: true
  /** Same key and hash: the first result again. Same key, other hash: `key_reused`. */
  idempotency?: { key: string; request_hash: string }
}

export interface GrantedHold {
  hold_id: string
  pool_id: string
  /** In total, now. */
  quantity: Quantity
  /** Added by this call: compensation removes exactly this. */
  added: Quantity
  /** Known for a hold that this call placed. */
  expires_at?: Date
}

export interface ShortClaim {
  pool_id: string
  asked: Quantity
  /** What this holder could have in this pool, own holds included. */
  available: Quantity
}

export type ReserveResult =
  /** `replayed`: the idempotency key was known, and nothing was written. */
  | { outcome: "granted"; holds: GrantedHold[]; replayed?: true }
  | { outcome: "short"; claims: ShortClaim[] }
  /** Units left Medusa's availability after the capacity was read: read again. */
  | { outcome: "stale"; pool_ids: string[] }
  | { outcome: "key_reused" }
  /** By the database's clock. */
  | { outcome: "closed" }
  /** With `once`: the holder has a live hold. */
  | { outcome: "already"; hold_id: string }
  /** The holder's units, consumed ones included, would exceed the pool's limit. */
  | { outcome: "limited"; limit: Quantity; has: Quantity }
