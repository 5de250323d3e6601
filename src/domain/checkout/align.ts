import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"
import {
  add,
  compare,
  multiply,
  subtract,
  toQuantity,
  ZERO,
  type Quantity,
  type QuantityInput,
  isPositive,
} from "../../shared/quantity"
import { HoldfastError } from "../../shared/errors"
import { ITEM_LOCK_SECONDS, moveReservation } from "../inventory/reservations"
import { availableOf, listLevels } from "../inventory/levels"
import { ledgerOf } from "../container"
import type { SetAsideShare } from "../inventory/demand"

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

/** Units of this cart at a location: a hold's, or those of a set-aside pool. */
export interface UnitsAt {
  counted_id: string
  location_id: string | null
  quantity: string
}

/**
 * Medusa picked a location from a snapshot, and it has been emptied since: possible for callers
 * that pass no route of ours, such as payment webhooks, since they can wait for their turn only
 * after the snapshot was taken. The cart's units are safe at another location, so an order that was
 * reserved here goes there, and its place is free.
 *
 * @throws HoldfastError `CHECKOUT_BUSY` when no order's reservation fits; the cart's holds are
 * untouched.
 */
export async function makeRoom(
  container: MedusaContainer,
  level: ChosenLevel,
  holdsOfItem: readonly UnitsAt[]
): Promise<void> {
  await container.resolve(Modules.LOCKING).execute(
    level.inventory_item_id,
    async () => {
      const levels = await listLevels(container, [level.inventory_item_id])
      const here = levels.find((one) => one.location_id === level.location_id)
      const lacking = subtract(level.quantity, here ? availableOf(here) : "0")
      if (!isPositive(lacking)) return
      const reservations = await container.resolve(Modules.INVENTORY).listReservationItems({
        inventory_item_id: level.inventory_item_id,
        location_id: level.location_id,
      })
      for (const hold of holdsOfItem) {
        if (!hold.location_id || hold.location_id === level.location_id) continue
        const found = reservations.find((one) => fits(one, lacking, hold.quantity))
        if (!found) continue
        await moveReservation(container, found, hold.location_id)
        return
      }
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "The stock moved while this order was being placed. Your units are still held; please try again."
      )
    },
    { timeout: ITEM_LOCK_SECONDS }
  )
}

/**
 * An order's reservation (not an allotment of ours, which has no line) that frees enough here and
 * has room there.
 */
const fits = (reservation: ReservationItemDTO, lacking: string, room: string): boolean => {
  const quantity = toQuantity(reservation.quantity)
  return (
    Boolean(reservation.line_item_id) &&
    compare(quantity, lacking) >= 0 &&
    compare(quantity, room) <= 0
  )
}

/** At which levels the set-aside units of some lines lie open to Medusa. */
export async function setAsideUnitsAt(
  container: MedusaContainer,
  shares: readonly SetAsideShare[]
): Promise<UnitsAt[]> {
  if (!shares.length) return []
  const allotments = await ledgerOf(container).listAllotments(shares.map((share) => share.pool_id))
  return shares.flatMap((share) => {
    const mine = allotments.filter((allotment) => allotment.pool_id === share.pool_id)
    const items = [...new Set(mine.map((allotment) => allotment.inventory_item_id))]
    return items.flatMap((item): UnitsAt[] => {
      const here = mine.filter((allotment) => allotment.inventory_item_id === item)
      const quantity = multiply(share.quantity, here[0]?.units_per_pool_unit ?? "0")
      const place = here.find((allotment) => compare(allotment.exposed, quantity) >= 0)
      return [{ counted_id: item, location_id: place?.location_id ?? null, quantity }]
    })
  })
}
