import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { BigNumber } from "bignumber.js"
import { ledgerOf } from "../container"
import type { StoreVariantAvailability } from "../../contracts/holds"
import { readOptions } from "../../shared/options"
import {
  ZERO,
  add,
  atLeastZero,
  max,
  subtract,
  sum,
  toQuantity,
  type Quantity,
} from "../../shared/quantity"
import { findVariants } from "../common/variants"
import { readLocations, readVariantItems } from "../inventory/demand"
import { availableOf, listLevels } from "../inventory/stock"

interface ItemStock {
  inventory_item_id: string
  /** Units of the variant that this item allows, at all locations and at the best one. */
  total: Quantity
  best: Quantity
  /** The same as if nobody held anything. */
  unheld: Quantity
  held: Quantity
}

/** What a shopper can buy of a variant now. @throws MedusaError NOT_FOUND if it is not visible. */
export async function toStoreAvailability(
  container: MedusaContainer,
  input: { variant_id: string; sales_channel_ids: readonly string[]; cart_id?: string }
): Promise<StoreVariantAvailability> {
  const server_time = (await ledgerOf(container).now()).toISOString()
  const answer = { variant_id: input.variant_id, server_time, held_by_others: 0 }
  const variant = await findVariant(container, input.variant_id, input.sales_channel_ids)
  if (!variant.manage_inventory) {
    return { ...answer, state: "not_managed", available: null, available_per_line: null }
  }
  if (variant.allow_backorder && readOptions().backorders === "variant") {
    return { ...answer, state: "backorder", available: null, available_per_line: null }
  }
  const stock =
    (await readVariantStock(container, [input.variant_id], input)).get(input.variant_id) ?? []
  const available = smallest(stock.map((item) => item.total))
  const unheld = smallest(stock.map((item) => item.unheld))
  const state = isAbove(available) ? "available" : isAbove(unheld) ? "held" : "sold_out"
  return {
    ...answer,
    state,
    available: Number(available),
    available_per_line: Number(smallest(stock.map((item) => item.best))),
    held_by_others: Number(stock.map((item) => item.held).reduce(max, ZERO)),
  }
}

/** Available units of variants without what others hold, for Medusa's own responses. */
export async function readInventoryQuantities(
  container: MedusaContainer,
  variantIds: readonly string[],
  input: { sales_channel_ids: readonly string[]; cart_id?: string }
): Promise<Map<string, number>> {
  const stock = await readVariantStock(container, variantIds, input)
  const quantities = new Map<string, number>()
  for (const [variantId, items] of stock) {
    // nobody holds any: Medusa's own figure is right
    if (!items.some((item) => isAbove(item.held))) continue
    quantities.set(variantId, Math.floor(Number(smallest(items.map((item) => item.total)))))
  }
  return quantities
}

async function readVariantStock(
  container: MedusaContainer,
  variantIds: readonly string[],
  input: { sales_channel_ids: readonly string[]; cart_id?: string }
): Promise<Map<string, ItemStock[]>> {
  const needed = await readVariantItems(container, variantIds)
  const itemIds = [...new Set(needed.map((item) => item.inventory_item_id))]
  if (!itemIds.length) return new Map()
  const ledger = ledgerOf(container)
  const [held, own, levels, locations] = await Promise.all([
    ledger.readHeldByItem(itemIds),
    input.cart_id
      ? ledger.listHolds({ holder: [{ type: "cart", id: input.cart_id }], state: "active" })
      : [],
    listLevels(container, itemIds),
    Promise.all(input.sales_channel_ids.map((id) => readLocations(container, id))),
  ])
  const sellable = new Set(locations.flat())
  const byVariant = new Map<string, ItemStock[]>()
  for (const item of needed) {
    const required = toQuantity(item.required_quantity)
    const rooms = levels
      .filter(
        (level) =>
          level.inventory_item_id === item.inventory_item_id && sellable.has(level.location_id)
      )
      .map((level) => {
        const isHere = (at: { location_id: string | null }) => at.location_id === level.location_id
        const all = held.filter(
          (row) => row.inventory_item_id === item.inventory_item_id && isHere(row)
        )
        const mine = own.filter(
          (hold) => !hold.due && hold.counted_id === item.inventory_item_id && isHere(hold)
        )
        const others = atLeastZero(
          subtract(sum(all.map((row) => row.held)), sum(mine.map((hold) => hold.quantity)))
        )
        const there = atLeastZero(availableOf(level))
        return { there, others, free: atLeastZero(subtract(there, others)) }
      })
    const stock: ItemStock = {
      inventory_item_id: item.inventory_item_id,
      total: divide(sum(rooms.map((room) => room.free)), required),
      best: divide(rooms.map((room) => room.free).reduce(max, ZERO), required),
      unheld: divide(sum(rooms.map((room) => room.there)), required),
      held: divide(sum(rooms.map((room) => room.others)), required),
    }
    byVariant.set(item.variant_id, [...(byVariant.get(item.variant_id) ?? []), stock])
  }
  return byVariant
}

/** Whole units of whole stock (half a bundle is none), exact ones of fractional stock. */
function divide(stock: Quantity, required: Quantity): Quantity {
  const exact = new BigNumber(stock).dividedBy(required)
  const fractional = !new BigNumber(stock).isInteger()
  return (
    fractional
      ? exact.decimalPlaces(6, BigNumber.ROUND_DOWN)
      : exact.integerValue(BigNumber.ROUND_FLOOR)
  ).toFixed()
}

const smallest = (all: readonly Quantity[]): Quantity =>
  all.length ? BigNumber.min(...all).toFixed() : ZERO

const isAbove = (quantity: Quantity): boolean => add(quantity, ZERO) !== ZERO

async function findVariant(
  container: MedusaContainer,
  variantId: string,
  salesChannelIds: readonly string[]
): Promise<{ manage_inventory: boolean; allow_backorder: boolean }> {
  const fields = ["manage_inventory", "allow_backorder", "product.status", CHANNELS]
  const found = await findVariants<VariantRow>(container, [variantId], ["id", ...fields])
  const variant = found.get(variantId)
  const channels = variant?.product?.sales_channels?.map((channel) => channel?.id) ?? []
  // A variant of another channel, or of a draft, is not visible to this shopper.
  if (
    !variant ||
    variant.product?.status !== "published" ||
    !channels.some((id) => salesChannelIds.includes(id ?? ""))
  ) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `Variant ${variantId} was not found.`,
      "NOT_FOUND"
    )
  }
  return variant
}

const CHANNELS = "product.sales_channels.id"

interface VariantRow {
  id: string
  manage_inventory: boolean
  allow_backorder: boolean
  product?: { status: string; sales_channels?: ({ id: string } | null)[] } | null
}
