import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import { HoldfastError } from "../errors"
import {
  isPositive,
  isWhole,
  multiply,
  toQuantity,
  type Quantity,
  type QuantityInput,
} from "../quantity"
import { oncePerRequest } from "../http/request-context"
import { readOptions } from "../options"

export interface DemandLine {
  /** Null while the line is only asked for. */
  line_item_id: string | null
  variant_id: string
  quantity: Quantity
}

/** Units of one inventory item for one line. Medusa reserves a piece at one location, so it is never split. */
export interface Piece extends DemandLine {
  inventory_item_id: string
}

export interface Demand {
  cart_id: string
  pieces: Piece[]
  /** Stock locations that the cart's sales channel sells from. */
  location_ids: string[]
}

export interface CartState {
  id: string
  sales_channel_id: string | null
  lines: DemandLine[]
}

/** The cart as it stands. @throws MedusaError NOT_FOUND when there is no such cart. */
export async function readCart(container: MedusaContainer, cartId: string): Promise<CartState> {
  const carts = container.resolve(Modules.CART)
  const [cart, items] = await Promise.all([
    carts.retrieveCart(cartId, { select: ["id", "sales_channel_id"] }),
    carts.listLineItems({ cart_id: cartId }, { select: ["id", "variant_id", "quantity"] }),
  ])
  return {
    id: cart.id,
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
 */
export async function readDemand(container: MedusaContainer, cart: CartState): Promise<Demand> {
  const variantIds = [...new Set(cart.lines.map((line) => line.variant_id))]
  if (!variantIds.length) return { cart_id: cart.id, pieces: [], location_ids: [] }
  const [items, location_ids] = await Promise.all([
    readVariantItems(container, variantIds),
    readLocations(container, cart.sales_channel_id),
  ])
  const pieces = cart.lines.flatMap((line) =>
    items
      .filter((item) => item.variant_id === line.variant_id)
      .map((item): Piece => {
        const quantity = multiply(line.quantity, toQuantity(item.required_quantity))
        return { ...line, inventory_item_id: item.inventory_item_id, quantity }
      })
  )
  return { cart_id: cart.id, pieces, location_ids }
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
