import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { ledgerOf } from "../container"
import { HoldfastError } from "../../shared/errors"
import {
  isPositive,
  isWhole,
  multiply,
  sum,
  toQuantity,
  type Quantity,
  type QuantityInput,
  ZERO,
  compare,
  min,
  subtract,
} from "../../shared/quantity"
import type { Lookups } from "../../shared/lookups"
import { readOptions } from "../../shared/options"
import type { AllotmentRow } from "../../modules/ledger/operations/allotments"

export interface DemandLine {
  /** Null until the line is written. */
  line_item_id: string | null
  variant_id: string
  quantity: Quantity
}

/** Units of one item for one line, at one location, because Medusa reserves them at one. */
export interface Piece extends DemandLine {
  inventory_item_id: string
  /** Units of the item per unit of the line. */
  required_quantity: Quantity
  /** Further units of the item that the line gets from allotted pools. */
  allotted: Quantity
  /** Locations of the line's allotted units, where the rest must come from; undefined for any. */
  at?: readonly string[]
}

export interface Demand {
  cart_id: string
  /** Served by levels. */
  pieces: Piece[]
  /** Served by allotted pools. */
  allotted: AllottedShare[]
  /** Every inventory item that the cart's order will reserve. */
  item_ids: string[]
  /** Stock locations of the cart's sales channel. */
  location_ids: string[]
}

export interface CartState {
  id: string
  customer_id: string | null
  sales_channel_id: string | null
  /** The shared inventory that it buys for; every gate checks the permission. */
  shared_inventory_id: string | null
  lines: DemandLine[]
  /** The HTTP request; undefined for other callers, which are trusted. */
  asker?: Asker
}

export interface Asker {
  /** The customer whose token authenticated the request. */
  customer_id?: string
  lookups: Lookups
}

/** @throws MedusaError NOT_FOUND for an unknown cart. */
export async function readCart(
  container: MedusaContainer,
  cartId: string,
  asker?: Asker
): Promise<CartState> {
  const carts = container.resolve(Modules.CART)
  const [cart, items] = await Promise.all([
    carts.retrieveCart(cartId, { select: ["id", "sales_channel_id", "customer_id", "metadata"] }),
    carts.listLineItems({ cart_id: cartId }, { select: ["id", "variant_id", "quantity"] }),
  ])
  return {
    id: cart.id,
    customer_id: cart.customer_id ?? null,
    sales_channel_id: cart.sales_channel_id ?? null,
    shared_inventory_id: sharedInventoryOf(cart),
    lines: toLines(items),
    asker,
  }
}

/** Cart metadata: the shared inventory that it buys for. */
export const SHARED_INVENTORY_KEY = "shared_inventory_id"

/** Null if none is named, or if trading is disabled. */
export function sharedInventoryOf(cart: {
  metadata?: Record<string, unknown> | null
}): string | null {
  const id = cart.metadata?.[SHARED_INVENTORY_KEY]
  return typeof id === "string" && id && readOptions().trading.enabled ? id : null
}

interface LineLike {
  id?: string
  variant_id?: string | null
  quantity?: QuantityInput
}

/**
 * Lines with stock to hold: custom lines and lines of quantity 0 have none.
 * @throws HoldfastError `INVALID_DATA` for a fraction, which Medusa's cart line would silently
 * change. Variants that take a fraction per piece sell fractional stock.
 */
export function toLines(items: readonly LineLike[]): DemandLine[] {
  return items.flatMap((item) => {
    const quantity = toQuantity(item.quantity)
    if (!item.variant_id || !isPositive(quantity)) return []
    if (!isWhole(quantity)) {
      throw new HoldfastError(
        "INVALID_DATA",
        `A cart takes whole pieces, not ${quantity} of variant ${item.variant_id}. Use a whole number.`
      )
    }
    return [{ line_item_id: item.id ?? null, variant_id: item.variant_id, quantity }]
  })
}

interface VariantItem {
  variant_id: string
  inventory_item_id: string
  required_quantity: QuantityInput
  variant?: { manage_inventory?: boolean; allow_backorder?: boolean } | null
}

/**
 * What lines need of the stock. Unmanaged variants need none, nor backorder variants where the
 * options respect their flag. A *line's* flag is never read: a shopper could have set it.
 * @param planned units of a shared inventory that could be held, instead of those that are.
 * @param held the active holds of the cart, if the caller reads them anyway.
 */
export async function readDemand(
  container: MedusaContainer,
  cart: CartState,
  { planned, held }: { planned?: readonly AllottedUnits[]; held?: Promise<readonly HoldRow[]> } = {}
): Promise<Demand> {
  const ledger = ledgerOf(container)
  const variantIds = [...new Set(cart.lines.map((line) => line.variant_id))]
  if (!variantIds.length) {
    await held
    return { cart_id: cart.id, pieces: [], allotted: [], item_ids: [], location_ids: [] }
  }
  const [items, location_ids, holds] = await Promise.all([
    readVariantItems(container, variantIds, cart.asker),
    readLocations(container, cart.sales_channel_id, cart.asker),
    // only this query tells whose shared inventory a unit is from
    (cart.shared_inventory_id ? undefined : held?.then((all) => all.filter(isLiveInDrop))) ??
      ledger.listHolds({ cart_id: [cart.id], pool_kind: ["drop", "shared"], state: "in_time" }),
  ])
  const units = planned
    ? [...usableUnits(holds, null), ...planned]
    : usableUnits(holds, cart.shared_inventory_id)
  const { rest, shares } = splitOffAllotted(cart.lines, units)
  const open = rest.filter((line) => isPositive(line.quantity))
  const split = open.flatMap((line) => line.shares.map((share) => share.pool_id))
  const allotments = split.length ? await ledger.allotments.list(split) : []
  const pieces = open.flatMap(({ shares: beside, ...line }) =>
    items
      .filter((item) => item.variant_id === line.variant_id)
      .map((item): Piece => {
        const { inventory_item_id } = item
        const perUnit = toQuantity(item.required_quantity)
        return {
          ...line,
          inventory_item_id,
          required_quantity: perUnit,
          quantity: multiply(line.quantity, perUnit),
          allotted: multiply(sum(beside.map((share) => share.quantity)), perUnit),
          at: locationsBeside(beside, allotments, inventory_item_id),
        }
      })
  )
  const item_ids = [...new Set(items.map((item) => item.inventory_item_id))]
  return { cart_id: cart.id, pieces, allotted: shares, item_ids, location_ids }
}

const isLiveInDrop = (hold: HoldRow): boolean => hold.kind === "drop" && !hold.due

/** Once per HTTP request. */
const once = <Result>(asker: Asker | undefined, key: string, look: () => Promise<Result>) =>
  asker ? asker.lookups.once(key, look) : look()

/** The managed inventory items of variants, with the quantity that one unit needs. */
export async function readVariantItems(
  container: MedusaContainer,
  variantIds: readonly string[],
  asker?: Asker
): Promise<VariantItem[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await once(asker, `items of ${[...variantIds].sort().join(" ")}`, () =>
    query.graph({
      entity: "product_variant_inventory_items",
      fields: [
        "variant_id",
        "inventory_item_id",
        "required_quantity",
        "variant.manage_inventory",
        "variant.allow_backorder",
      ],
      filters: { variant_id: [...variantIds] },
    })
  )
  const respectFlag = readOptions().backorders === "variant"
  return (data as VariantItem[]).filter(
    ({ variant }) => variant?.manage_inventory && !(respectFlag && variant.allow_backorder)
  )
}

/** Stock locations of a sales channel; none without one. */
export async function readLocations(
  container: MedusaContainer,
  salesChannelId: string | null,
  asker?: Asker
): Promise<string[]> {
  if (!salesChannelId) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await once(asker, `locations of ${salesChannelId}`, () =>
    query.graph({
      entity: "sales_channel_locations",
      fields: ["stock_location_id"],
      filters: { sales_channel_id: salesChannelId },
    })
  )
  return data.map((row: { stock_location_id: string }) => row.stock_location_id)
}

/** Units of an allotted pool that a cart holds or could hold. */
export interface AllottedUnits {
  /** Null if not held yet. */
  hold_id: string | null
  pool_id: string
  kind: "drop" | "shared"
  variant_id: string
  quantity: Quantity
}

/** Units of a line that an allotted pool serves, which need no hold at a level. */
export interface AllottedShare extends AllottedUnits {
  line_item_id: string | null
}

/** What levels have to serve of a line, and its shares of allotted pools. */
export interface RestOfLine extends DemandLine {
  shares: AllottedShare[]
}

/** A cart's units of drops and of the shared inventory that it buys for. */
export function usableUnits(
  holds: readonly (HoldRow & { owner_id?: string })[],
  sharedInventoryId: string | null
): AllottedUnits[] {
  return holds.flatMap(({ id, pool_id, kind, owner_id, counted_id, quantity }): AllottedUnits[] => {
    const isUsable = kind === "drop" || (kind === "shared" && owner_id === sharedInventoryId)
    if (!isUsable) return []
    return [{ hold_id: id, pool_id, kind, variant_id: counted_id, quantity }]
  })
}

/** Assigns allotted units to a cart's lines. */
export function splitOffAllotted(
  lines: readonly DemandLine[],
  units: readonly AllottedUnits[]
): { rest: RestOfLine[]; shares: AllottedShare[] } {
  const left = new Map(units.map((unit) => [unit, unit.quantity]))
  const rest = lines.map((line): RestOfLine => {
    const shares: AllottedShare[] = []
    let { quantity } = line
    for (const unit of units.filter(({ variant_id }) => variant_id === line.variant_id)) {
      const share = min(quantity, left.get(unit) ?? ZERO)
      if (!isPositive(share)) continue
      left.set(unit, subtract(left.get(unit) ?? ZERO, share))
      quantity = subtract(quantity, share)
      shares.push({ ...unit, line_item_id: line.line_item_id, quantity: share })
    }
    return { ...line, quantity, shares }
  })
  return { rest, shares: rest.flatMap((line) => line.shares) }
}

/** Units of a hold that lines use. */
export const unitsOf = (
  demand: { allotted: readonly AllottedShare[] },
  hold: { id: string }
): Quantity =>
  sum(demand.allotted.filter((share) => share.hold_id === hold.id).map((share) => share.quantity))

/** Where the rest of a line must come from: the locations of its allotted units, if it has any. */
export function locationsBeside(
  shares: readonly AllottedShare[],
  allotments: readonly AllotmentRow[],
  inventoryItemId: string
): string[] | undefined {
  const each = shares.map((share) =>
    allotments
      .filter(
        (allotment) =>
          allotment.pool_id === share.pool_id && allotment.inventory_item_id === inventoryItemId
      )
      .filter((allotment) => compare(allotment.pool_units, share.quantity) >= 0)
      .map((allotment) => allotment.location_id)
  )
  return each.length
    ? each.reduce((all, some) => all.filter((location) => some.includes(location)))
    : undefined
}
