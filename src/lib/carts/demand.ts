import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type LedgerModuleService from "../../modules/ledger/service"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { HoldfastError } from "../errors"
import {
  ZERO,
  isPositive,
  isWhole,
  min,
  multiply,
  subtract,
  toQuantity,
  type Quantity,
  type QuantityInput,
} from "../quantity"
import { oncePerRequest } from "../http/request-context"
import { LEDGER_MODULE, readOptions } from "../options"

export interface DemandLine {
  /** Null while the line is only asked for. */
  line_item_id: string | null
  variant_id: string
  quantity: Quantity
}

/** Units of one inventory item for one line. Medusa reserves a piece at one location, so it is never split. */
export interface Piece extends DemandLine {
  inventory_item_id: string
  /** Units of the item that one piece of the line takes. */
  required_quantity: Quantity
}

/** Units of a line that the cart holds from a drop. They need no hold at a level. */
export interface DropShare {
  hold_id: string
  pool_id: string
  variant_id: string
  quantity: Quantity
}

export interface Demand {
  cart_id: string
  pieces: Piece[]
  drops: DropShare[]
  /** Every inventory item that the cart's order will reserve, those of its drop units included. */
  item_ids: string[]
  /** Stock locations that the cart's sales channel sells from. */
  location_ids: string[]
}

export interface CartState {
  id: string
  customer_id: string | null
  sales_channel_id: string | null
  lines: DemandLine[]
}

/** The cart as it stands. @throws MedusaError NOT_FOUND when there is no such cart. */
export async function readCart(container: MedusaContainer, cartId: string): Promise<CartState> {
  const carts = container.resolve(Modules.CART)
  const [cart, items] = await Promise.all([
    carts.retrieveCart(cartId, { select: ["id", "sales_channel_id", "customer_id"] }),
    carts.listLineItems({ cart_id: cartId }, { select: ["id", "variant_id", "quantity"] }),
  ])
  return {
    id: cart.id,
    customer_id: cart.customer_id ?? null,
    sales_channel_id: cart.sales_channel_id ?? null,
    lines: toLines(items),
  }
}

/** The same, where all but its lines is known already. */
export async function readLines(
  container: MedusaContainer,
  cart: { id: string; sales_channel_id?: string | null; customer?: { id: string } | null }
): Promise<CartState> {
  const items = await container
    .resolve(Modules.CART)
    .listLineItems({ cart_id: cart.id }, { select: ["id", "variant_id", "quantity"] })
  return {
    id: cart.id,
    customer_id: cart.customer?.id ?? null,
    sales_channel_id: cart.sales_channel_id ?? null,
    lines: toLines(items),
  }
}

interface LineLike {
  id?: string
  variant_id?: string | null
  quantity?: QuantityInput
}

/**
 * Lines without a variant (custom lines) and lines of nothing ask for no stock.
 *
 * @throws HoldfastError `INVALID_DATA` for a broken quantity: Medusa's cart line counts whole pieces and would silently
 * make another number of it. Fractional stock is sold by a variant that takes a fraction per piece.
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
 * What some lines ask of the stock. Unmanaged variants ask for nothing; nor do backorder variants, where the options say
 * that the flag is respected. The flag of a *line* is never read: a shopper could have smuggled it in.
 *
 * @param held the active holds of the cart, where the caller reads them anyway.
 */
export async function readDemand(
  container: MedusaContainer,
  cart: CartState,
  held?: Promise<readonly HoldRow[]>
): Promise<Demand> {
  const variantIds = [...new Set(cart.lines.map((line) => line.variant_id))]
  if (!variantIds.length) {
    await held
    return { cart_id: cart.id, pieces: [], drops: [], item_ids: [], location_ids: [] }
  }
  const [items, location_ids, holds] = await Promise.all([
    readVariantItems(container, variantIds),
    readLocations(container, cart.sales_channel_id),
    held?.then((all) => all.filter(isLiveInDrop)) ??
      container.resolve<LedgerModuleService>(LEDGER_MODULE).listDropHoldsOfCart(cart.id),
  ])
  const { lines, drops } = splitOffDrops(cart.lines, holds)
  const pieces = lines.flatMap((line) =>
    items
      .filter((item) => item.variant_id === line.variant_id)
      .map((item): Piece => {
        const required_quantity = toQuantity(item.required_quantity)
        const quantity = multiply(line.quantity, required_quantity)
        return { ...line, inventory_item_id: item.inventory_item_id, required_quantity, quantity }
      })
  )
  const item_ids = [...new Set(items.map((item) => item.inventory_item_id))]
  return { cart_id: cart.id, pieces, drops, item_ids, location_ids }
}

const isLiveInDrop = (hold: HoldRow): boolean => hold.kind === "drop" && !hold.due

/** Takes the units that the cart holds from drops off its lines, line by line. */
function splitOffDrops(
  lines: readonly DemandLine[],
  holds: readonly HoldRow[]
): { lines: DemandLine[]; drops: DropShare[] } {
  const left = new Map(holds.map((hold) => [hold.id, hold.quantity]))
  const drops: DropShare[] = []
  const rest = lines.map((line) => {
    let quantity = line.quantity
    for (const hold of holds.filter((one) => one.counted_id === line.variant_id)) {
      const share = min(quantity, left.get(hold.id) ?? ZERO)
      if (!isPositive(share)) continue
      left.set(hold.id, subtract(left.get(hold.id) ?? ZERO, share))
      quantity = subtract(quantity, share)
      drops.push({
        hold_id: hold.id,
        pool_id: hold.pool_id,
        variant_id: line.variant_id,
        quantity: share,
      })
    }
    return { ...line, quantity }
  })
  return { lines: rest.filter((line) => isPositive(line.quantity)), drops }
}

/** The inventory items that count for some variants, with how many of each one unit needs. */
export async function readVariantItems(
  container: MedusaContainer,
  variantIds: readonly string[]
): Promise<VariantItem[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await oncePerRequest(`items of ${[...variantIds].sort().join(" ")}`, () =>
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

/** Stock locations of a sales channel; empty for a cart without one, which Medusa lets buy from nowhere. */
export async function readLocations(
  container: MedusaContainer,
  salesChannelId: string | null
): Promise<string[]> {
  if (!salesChannelId) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await oncePerRequest(`locations of ${salesChannelId}`, () =>
    query.graph({
      entity: "sales_channel_locations",
      fields: ["stock_location_id"],
      filters: { sales_channel_id: salesChannelId },
    })
  )
  return data.map((row: { stock_location_id: string }) => row.stock_location_id)
}
