import type { Quantity } from "../../../shared/quantity"
import { DUE } from "./predicates"

/**
 * A hold is `active` until it resolves, exactly once:
 *
 * | state    | may                                    | next                              |
 * |----------|----------------------------------------|-----------------------------------|
 * | active   | grow, shrink, be extended, be moved    | consumed, released, expired       |
 * | consumed | nothing: it became part of an order    | –                                 |
 * | released | nothing: it was given back             | –                                 |
 * | expired  | nothing: its time ran out              | –                                 |
 *
 * An active hold past `expires_at` is *due*: it stopped counting for everybody, and only the row is
 * not tidied yet. `resolve-holds.ts` is the one function that writes the state.
 */
export type HoldStatus = "active" | "consumed" | "released" | "expired"

export type PoolKind = "level" | "drop" | "shared" | "vault"

export interface PoolRow {
  id: string
  kind: PoolKind
  counted_id: string
  location_id: string | null
  /** Null for a `level` pool: Medusa's inventory level says what there is. */
  quantity: Quantity | null
  held: Quantity
  /**
   * Moves whenever units left Medusa's availability, so that an older reading of it is recognised
   * as stale.
   */
  version: string
  /** Who owns the pool: the drop's id, say; empty for a level. */
  owner_id: string
  /**
   * Units that one holder may have over the pool's life, consumed ones included; null for no limit.
   */
  limit_per_holder: Quantity | null
  /** By the database clock: not closed, and within its window if it has one. */
  open: boolean
}

export interface HoldRow {
  id: string
  pool_id: string
  kind: PoolKind
  counted_id: string
  location_id: string | null
  /** Who owns its pool: the drop's id, say; empty for a level. */
  owner_id: string
  quantity: Quantity
  status: HoldStatus
  holder_type: string
  holder_id: string
  cart_id: string | null
  order_id: string | null
  reason: string
  expires_at: Date
  extend_until: Date
  completing_at: Date | null
  at_risk_at: Date | null
  version: string
  created_at: Date
  resolved_at: Date | null
  /** Past its time by the database clock (see `DUE`), read in the same statement. */
  due: boolean
}

/** What happened to a hold, by the clock: one that is due is expired, whether tidied or not. */
export const outcomeOf = (hold: HoldRow): HoldStatus => (hold.due ? "expired" : hold.status)

/** Who a hold belongs to. */
export interface Holder {
  /** `guest`: somebody without a login who reserves from a drop, known by the cart. */
  type: "cart" | "customer" | "guest" | "trade"
  id: string
}

/** Who acts, for the journal. Never a person's data: ids live on the hold. */
export type Actor = "shopper" | "admin" | "system" | "sweeper"

/** What a verb did to one hold; the service turns these into events after the commit. */
export interface HoldChange {
  kind:
    | "placed"
    | "grown"
    | "shrunk"
    | "extended"
    | "moved"
    | "released"
    | "expired"
    | "consumed"
    | "flagged"
  hold_id: string
  pool_id: string
  quantity: Quantity
  cart_id: string | null
  order_id: string | null
}

export const POOL_COLUMNS = `p.id, p.kind, p.counted_id, p.location_id, p.quantity::text, p.held::text, p.version::text,
  p.owner_id, p.limit_per_holder::text, (not p.closed and coalesce(p.opens_at <= clock_timestamp(), true)
  and coalesce(p.closes_at > clock_timestamp(), true)) as open`

/** Needs the aliases h (hold) and p (its pool). */
export const HOLD_COLUMNS = `h.id, h.pool_id, p.kind, p.counted_id, p.location_id, p.owner_id, h.quantity::text, h.status,
  h.holder_type, h.holder_id, h.cart_id, h.order_id, h.reason, h.expires_at, h.extend_until, h.completing_at,
  h.at_risk_at, h.version::text, h.created_at, h.resolved_at, (${DUE}) as due`
