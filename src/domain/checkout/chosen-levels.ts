import {
  add,
  compare,
  multiply,
  subtract,
  toQuantity,
  ZERO,
  type Quantity,
  type QuantityInput,
} from "../../shared/quantity"

/**
 * The cart as `completeCart.validate` gets it: with the levels as Medusa read them at the
 * workflow's start.
 */
export interface CartSnapshot {
  id: string
  sales_channel_id?: string | null
  customer?: { id: string } | null
  metadata?: Record<string, unknown> | null
  items?: {
    id: string
    variant_id?: string | null
    quantity: QuantityInput
    variant?: {
      manage_inventory?: boolean
      inventory_items?: {
        inventory_item_id: string
        required_quantity: QuantityInput
        inventory?: { location_levels?: LevelSnapshot[] }
      }[]
    } | null
  }[]
}

interface LevelSnapshot {
  location_id: string
  stocked_quantity?: QuantityInput
  reserved_quantity?: QuantityInput
  raw_stocked_quantity?: QuantityInput
  raw_reserved_quantity?: QuantityInput
  stock_locations?: { id: string; sales_channels?: { id: string }[] }[]
}

export interface ChosenLevel {
  inventory_item_id: string
  location_id: string
  quantity: Quantity
}

/**
 * Where Medusa is going to reserve each line of this snapshot: the first location of the sales
 * channel, in the order in which the snapshot names them, whose own availability serves the line;
 * else the first that has a level at all. Read from Medusa 2.21.2 (`prepareConfirmInventoryInput`,
 * `reserveInventoryStep`).
 */
export function chosenLevels(cart: CartSnapshot): ChosenLevel[] {
  const entries = (cart.items ?? []).flatMap((item) =>
    item.variant?.manage_inventory
      ? (item.variant.inventory_items ?? []).map((needed) => ({
          inventory_item_id: needed.inventory_item_id,
          quantity: multiply(toQuantity(item.quantity), toQuantity(needed.required_quantity)),
          levels: needed.inventory?.location_levels ?? [],
        }))
      : []
  )
  const locations = [
    ...new Set(
      entries
        .flatMap((entry) => entry.levels.flatMap((level) => level.stock_locations ?? []))
        .filter((location) =>
          location.sales_channels?.some((channel) => channel.id === cart.sales_channel_id)
        )
        .map((location) => location.id)
    ),
  ]
  return entries.flatMap(({ inventory_item_id, quantity, levels }): ChosenLevel[] => {
    const levelAt = (id: string) => levels.find((level) => level.location_id === id)
    const serves = (id: string) => compare(availableIn(levelAt(id)), quantity) >= 0
    const location_id = locations.find(serves) ?? locations.find(levelAt) ?? locations[0]
    return location_id ? [{ inventory_item_id, location_id, quantity }] : []
  })
}

/** Sums the entries of one level: Medusa checks each of them alone. */
export function sumLevels(levels: readonly ChosenLevel[]): ChosenLevel[] {
  const sums = new Map<string, ChosenLevel>()
  for (const level of levels) {
    const key = `${level.inventory_item_id} ${level.location_id}`
    sums.set(key, { ...level, quantity: add(sums.get(key)?.quantity ?? ZERO, level.quantity) })
  }
  return [...sums.values()]
}

function availableIn(level: LevelSnapshot | undefined): Quantity {
  if (!level) return ZERO
  return subtract(
    toQuantity(level.raw_stocked_quantity ?? level.stocked_quantity),
    toQuantity(level.raw_reserved_quantity ?? level.reserved_quantity)
  )
}
