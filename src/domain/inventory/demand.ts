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
  /** Null while the line is only asked for. */
  line_item_id: string | null
  variant_id: string
  quantity: Quantity
}

/** Units of one item for one line, never split: Medusa reserves a piece at one location. */
export interface Piece extends DemandLine {
  inventory_item_id: string
  /** Units of the item that one piece of the line takes. */
  required_quantity: Quantity
  /** Units of the item that the same line has from allotted pools, beside these. */
  allotted: Quantity
  /** The only locations that can serve all of the line, where its other units lie; or any. */
  at?: readonly string[]
}

export interface Demand {
  cart_id: string
  /** What levels have to serve. */
  pieces: Piece[]
  /** What allotted pools serve. */
  allotted: AllottedShare[]
  /** Every inventory item that the cart's order will reserve, whoever serves it. */
  item_ids: string[]
  /** Stock locations that the cart's sales channel sells from. */
  location_ids: string[]
}

export interface CartState {
  id: string
  customer_id: string | null
  sales_channel_id: string | null
  /** The shared inventory whose allotment it buys from; whether it may is asked at every gate. */
  shared_inventory_id: string | null
  lines: DemandLine[]
  /** The HTTP request that asks; left out for other callers, which are trusted. */
  asker?: Asker
}

export interface Asker {
  /** The customer whose token the request carries, if it carries one. */
  customer_id?: string
  lookups: Lookups
}

/** The cart as it stands. @throws MedusaError NOT_FOUND for an unknown cart. */
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

/** Metadata of a cart: the shared inventory that it buys for. */
export const SHARED_INVENTORY_KEY = "shared_inventory_id"

/** Null where none is named, or where the shop has no shared inventories. */
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
 * Lines without a variant (custom lines) and lines of nothing ask for no stock.
 *
 * @throws HoldfastError `INVALID_DATA` for a broken quantity: Medusa's cart line counts whole
 * pieces and would silently make another number of it. Fractional stock is sold by a variant that
 * takes a fraction per piece.
 */
export function toLines(items: readonly LineLike[]): DemandLine[] {
  return items.flatMap((item) => {
    const quantity = toQuantity(item.quantity)
    if (!item.variant_id || !isPositive(quantity)) return []
    if (!isWhole(quantity)) {
      throw new HoldfastError(
        "INVALID_DATA",
        `A cart takes whole pieces; ${quantity} of variant ${item.variant_id} were asked for. Ask for a whole number.`
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
 * What some lines ask of the stock. Unmanaged variants ask for nothing; nor do backorder variants,
 * where the options say that the flag is respected. The flag of a *line* is never read: a shopper
 * could have smuggled it in.
 *
 * @param planned units of a shared inventory as they could be held, in place of those that are.
 * @param held the active holds of the cart, where the caller reads them anyway.
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
    // Only a look-up of its own says whose shared inventory a unit is from.
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

/** Once per request, where there is one. */
const once = <Result>(asker: Asker | undefined, key: string, look: () => Promise<Result>) =>
  asker ? asker.lookups.once(key, look) : look()

/** The inventory items that count for some variants, with how many of each one unit needs. */
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

/** Stock locations of a sales channel; a cart without one can buy from nowhere. */
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

/** Units that a cart has, or may have, of an allotted pool. */
export interface AllottedUnits {
  /** Null while they are only looked for, not held. */
  hold_id: string | null
  pool_id: string
  kind: "drop" | "shared"
  variant_id: string
  quantity: Quantity
}

/** Units of a line that come from an allotted pool. They need no hold at a level. */
export interface AllottedShare extends AllottedUnits {
  line_item_id: string | null
}

/** What is left of a line for the levels, and the pools that serve the rest of it. */
export interface RestOfLine extends DemandLine {
  shares: AllottedShare[]
}

/** The units that count for a cart: of drops, and of the shared inventory that it buys for. */
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

/** Takes allotted units off a cart's lines, line by line. */
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

/** Units of one hold that lines ask for. */
export const unitsOf = (
  demand: { allotted: readonly AllottedShare[] },
  hold: { id: string }
): Quantity =>
  sum(demand.allotted.filter((share) => share.hold_id === hold.id).map((share) => share.quantity))

/**
 * Where the rest of a line may be taken from, so that one location serves all of the line: there
 * where its allotted units lie. Undefined for a line without any: anywhere.
 */
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
