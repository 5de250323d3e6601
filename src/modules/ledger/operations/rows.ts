import type { Quantity } from "../../../shared/quantity"
import { DUE } from "./predicates"

/** *Due*: active, but past its time; it counts for nobody. See docs/concepts/states.md. */
export type HoldStatus = "active" | "consumed" | "released" | "expired"

export type PoolKind = "level" | "drop" | "shared" | "vault"

export interface PoolRow {
  id: string
  kind: PoolKind
  counted_id: string
  location_id: string | null
  /** Null for a `level` pool, which Medusa counts. */
  quantity: Quantity | null
  held: Quantity
  /** Moves when units leave Medusa's availability, so that an older reading is noticed. */
  version: string
  /** The drop's id, say; empty for a level. */
  owner_id: string
  /** Units per holder over the pool's life, consumed ones included; null for no limit. */
  limit_per_holder: Quantity | null
  /** By the database's clock: not closed, and within its window if any. */
  open: boolean
}

export interface HoldRow {
  id: string
  pool_id: string
  kind: PoolKind
  counted_id: string
  location_id: string | null
  /** The pool's owner: the drop's id, say; empty for a level. */
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
  /** By the database's clock (see `DUE`), in the same statement. */
  due: boolean
}

/** By the clock: a due hold is expired, whether tidied or not. */
export const outcomeOf = (hold: HoldRow): HoldStatus => (hold.due ? "expired" : hold.status)

export interface Holder {
  /** `guest`: without a login, known by the cart. */
  type: "cart" | "customer" | "guest" | "trade"
  id: string
}

/** Who acts, for the journal. Never a person's data: ids live on the hold. */
export type Actor = "shopper" | "admin" | "system" | "sweeper"

/** What a verb did to one hold; the service emits these as events after the commit. */
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
