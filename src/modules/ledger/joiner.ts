import type { ModuleJoinerConfig } from "@medusajs/framework/types"
import { HoldfastError } from "../../shared/errors"
import { LEDGER_MODULE } from "../../shared/options"
import type { HoldFilter, HoldPage, HoldState } from "./operations/list-holds"
import type { ListedPool, PoolFilter, PoolPage } from "./operations/list-pools"
import { outcomeOf, type HoldRow, type PoolKind } from "./operations/rows"

/**
 * The ledger in `query.graph`, read-only: `entity: "holdfast_hold"` and `entity: "holdfast_pool"`.
 * Its tables have no data models (docs/internals/decisions/0001), so this file is their definition.
 *
 * A read-only module link joins them both ways: `holdBy` names the column to join by. `src/links/`
 * joins holds with their orders, carts, customers and inventory items; `hold.pool` is ours.
 *
 * ```ts
 * // hold.stock_location
 * const ours = { linkable: holdBy("id"), field: "location_id" }
 * defineLink(ours, StockLocationModule.linkable.stockLocation, { readOnly: true })
 * // stock_location.holdfast_holds
 * const { stockLocation } = StockLocationModule.linkable
 * const theirs = { linkable: stockLocation, field: "id", isList: true }
 * defineLink(theirs, holdBy("location_id"), { readOnly: true })
 * ```
 *
 * Filters: the columns of `HOLD_KEYS` and `POOL_KEYS` by a value, an array or `$in`; holds also by
 * `status` and `pool_kind`, pools by `kind` and `owner_type`. A due hold is `expired`.
 */
const HOLD_KEYS = [
  "id",
  "pool_id",
  "cart_id",
  "order_id",
  "customer_id",
  "holder_id",
  "variant_id",
  "inventory_item_id",
  "location_id",
  "owner_id",
] as const

const POOL_KEYS = ["id", "owner_id", "variant_id", "inventory_item_id", "location_id"] as const

const SCHEMA = `
  type HoldfastHold {
    id: ID!
    pool_id: String!
    pool: HoldfastPool!
    pool_kind: String!
    owner_id: String
    inventory_item_id: String
    variant_id: String
    location_id: String
    quantity: Float!
    status: String!
    holder_type: String!
    holder_id: String!
    customer_id: String
    cart_id: String
    order_id: String
    reason: String!
    at_risk: Boolean!
    completing: Boolean!
    expires_at: DateTime!
    created_at: DateTime!
    resolved_at: DateTime
  }
  type HoldfastPool {
    id: ID!
    kind: String!
    owner_type: String!
    owner_id: String
    inventory_item_id: String
    variant_id: String
    location_id: String
    quantity: Float
    held: Float!
    open: Boolean!
  }
`

export const joinerConfig: ModuleJoinerConfig & { serviceName: string } = {
  serviceName: LEDGER_MODULE,
  primaryKeys: ["id"],
  schema: SCHEMA,
  linkableKeys: { holdfast_hold_id: "HoldfastHold", holdfast_pool_id: "HoldfastPool" },
  alias: [
    {
      name: ["holdfast_hold", "holdfast_holds"],
      entity: "HoldfastHold",
      args: { methodSuffix: "HoldfastHolds" },
    },
    {
      name: ["holdfast_pool", "holdfast_pools"],
      entity: "HoldfastPool",
      args: { methodSuffix: "HoldfastPools" },
    },
  ],
}

/** Holds for a module link, joined by one of their columns. */
export const holdBy = (primaryKey: (typeof HOLD_KEYS)[number]) => ({
  serviceName: LEDGER_MODULE,
  entity: "HoldfastHold",
  field: "holdfastHold",
  linkable: "holdfast_hold_id",
  primaryKey,
})

/** Pools for a module link, joined by one of their columns. */
export const poolBy = (primaryKey: (typeof POOL_KEYS)[number]) => ({
  serviceName: LEDGER_MODULE,
  entity: "HoldfastPool",
  field: "holdfastPool",
  linkable: "holdfast_pool_id",
  primaryKey,
})

export type GraphFilters = Record<string, unknown>

/** What Medusa's remote query passes beside the filters. */
export interface GraphPage {
  skip?: number
  /** Null: all of the ids, or the list of each key that a link joins by. */
  take?: number | null
  order?: { created_at?: string }
  relations?: string[]
}

/** The default limit, and that of each list that a link joins. */
export const TAKE_MAX = 1_000

const STATES = {
  active: "live",
  consumed: "consumed",
  released: "released",
  expired: "expired",
} as const satisfies Record<HoldRow["status"], HoldState>

export function toHoldFilter(filters: GraphFilters = {}): HoldFilter {
  const { status, pool_kind, ...keys } = filters
  const [state, ...more] = valuesOf("status", status) ?? []
  if (more.length || (state !== undefined && !(state in STATES)))
    throw unknownFilter("status", status)
  return {
    ...keysOf(keys, HOLD_KEYS),
    pool_kind: valuesOf("pool_kind", pool_kind) as PoolKind[] | undefined, // any other finds nothing
    state: state === undefined ? undefined : STATES[state as HoldRow["status"]], // checked above
  }
}

export function toPoolFilter(filters: GraphFilters = {}): PoolFilter {
  const { kind, owner_type, ...keys } = filters
  return {
    ...keysOf(keys, POOL_KEYS),
    kind: valuesOf("kind", kind) as PoolKind[] | undefined, // any other finds nothing
    owner_type: valuesOf("owner_type", owner_type),
  }
}

export const toHoldPage = ({ skip, take, order }: GraphPage = {}): HoldPage => ({
  order: order?.created_at?.toUpperCase() === "ASC" ? "oldest" : "newest",
  ...toPage({ skip, take }),
})

/** The key of the lists that a link asks for; undefined for a page, or for ids. */
export function toListKey(filters: GraphFilters = {}, { take }: GraphPage = {}) {
  const [id, ...keys] = HOLD_KEYS
  if (take !== null || filters[id]) return undefined
  return keys.find((key) => Array.isArray(filters[key]))
}

export const toPage = ({ skip, take }: GraphPage = {}): Pick<PoolPage, "limit" | "offset"> => ({
  limit: take === null ? undefined : (take ?? TAKE_MAX),
  offset: skip,
})

function keysOf<Key extends string>(
  filters: Record<string, unknown>,
  keys: readonly Key[]
): { [K in Key]?: string[] } {
  const wanted: { [K in Key]?: string[] } = {}
  for (const [name, value] of Object.entries(filters)) {
    const key = keys.find((column) => column === name)
    if (!key) throw unknownFilter(name, value)
    wanted[key] = valuesOf(name, value)
  }
  return wanted
}

function valuesOf(name: string, value: unknown): string[] | undefined {
  if (value === undefined) return undefined
  const isIn = typeof value === "object" && value !== null && "$in" in value
  const values: unknown[] = [isIn ? value.$in : value].flat()
  if (values.every((id) => typeof id === "string")) return values
  throw unknownFilter(name, value)
}

const unknownFilter = (name: string, value: unknown): HoldfastError =>
  new HoldfastError(
    "INVALID_DATA",
    `The ledger cannot be filtered by ${name} = ${JSON.stringify(value)}. Filter by ids, or by one status of a hold.`
  )

/** Inventory items are counted at levels, variants in all other pools. */
export function toGraphHold(hold: HoldRow) {
  const isLevel = hold.kind === "level"
  return {
    id: hold.id,
    pool_id: hold.pool_id,
    pool_kind: hold.kind,
    owner_id: hold.owner_id || null,
    inventory_item_id: isLevel ? hold.counted_id : null,
    variant_id: isLevel ? null : hold.counted_id,
    location_id: hold.location_id,
    quantity: Number(hold.quantity),
    status: outcomeOf(hold),
    holder_type: hold.holder_type,
    holder_id: hold.holder_id,
    customer_id: hold.holder_type === "customer" ? hold.holder_id : null,
    cart_id: hold.cart_id,
    order_id: hold.order_id,
    reason: hold.reason,
    at_risk: hold.at_risk_at !== null,
    completing: hold.completing_at !== null,
    expires_at: hold.expires_at,
    created_at: hold.created_at,
    resolved_at: hold.resolved_at,
  }
}

/** `quantity` is null at a level, which Medusa counts; `held` counts live holds. */
export function toGraphPool(pool: ListedPool) {
  const isLevel = pool.kind === "level"
  return {
    id: pool.id,
    kind: pool.kind,
    owner_type: pool.owner_type,
    owner_id: pool.owner_id || null,
    inventory_item_id: isLevel ? pool.counted_id : null,
    variant_id: isLevel ? null : pool.counted_id,
    location_id: pool.location_id,
    quantity: pool.quantity === null ? null : Number(pool.quantity),
    held: Number(pool.live),
    open: pool.open,
  }
}

export type GraphPool = ReturnType<typeof toGraphPool>
export type GraphHold = ReturnType<typeof toGraphHold> & { pool?: GraphPool }
