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
  sum,
} from "../../shared/quantity"
import { HoldfastError } from "../../shared/errors"
import { ITEM_LOCK_SECONDS, moveReservation, availableOf, listLevels } from "../inventory/stock"
import { ledgerOf } from "../container"
import type { AllottedShare, Demand } from "../inventory/demand"

/** The cart as `completeCart.validate` gets it, with the levels that Medusa read at the start. */
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

interface ChosenLevel {
  inventory_item_id: string
  location_id: string
  quantity: Quantity
}

/** Seconds for which an order keeps its locks until it is settled. */
const SETTLE_SECONDS = 60

/**
 * Medusa may reserve at another location than the hold's. It then borrows units of other carts, so
 * this cart keeps its locks until it is settled. If that location has run out, room is made there.
 * @throws HoldfastError `CHECKOUT_BUSY` if that is impossible; the cart's holds are untouched.
 */
export async function alignWithMedusa(
  container: MedusaContainer,
  cart: CartSnapshot,
  demand: Demand,
  owner: string
): Promise<void> {
  const wanted = new Set(demand.item_ids)
  const chosen = chosenLevels(cart).filter((level) => wanted.has(level.inventory_item_id))
  const units: UnitsAt[] = [
    ...(await ledgerOf(container).listHolds({
      cart_id: [cart.id],
      pool_kind: ["level"],
      state: "active",
    })),
    ...(await allottedUnitsAt(container, demand.allotted)),
  ]
  const elsewhere = sumLevels(chosen).filter(({ inventory_item_id, location_id, quantity }) => {
    const here = units.filter(
      (unit) => unit.counted_id === inventory_item_id && unit.location_id === location_id
    )
    return compare(sum(here.map((unit) => unit.quantity)), quantity) < 0
  })
  if (!elsewhere.length) return
  await ledgerOf(container).locks.keep({
    owner,
    keys: elsewhere.map((level) => level.inventory_item_id),
    seconds: SETTLE_SECONDS,
  })
  for (const level of chosen) {
    const ofItem = units.filter((unit) => unit.counted_id === level.inventory_item_id)
    await makeRoom(container, level, ofItem)
  }
}

/**
 * Where Medusa will reserve each line: the first location of the sales channel, in the snapshot's
 * order, that can serve all of it; else the first with a level. Copied from Medusa 2.21.2
 * (`prepareConfirmInventoryInput`, `reserveInventoryStep`).
 */
function chosenLevels(cart: CartSnapshot): ChosenLevel[] {
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
    const serves = (id: string) => compare(availableOf(levelAt(id) ?? {}), quantity) >= 0
    const location_id = locations.find(serves) ?? locations.find(levelAt) ?? locations[0]
    return location_id ? [{ inventory_item_id, location_id, quantity }] : []
  })
}

/** Sums the entries of one level: Medusa checks each of them alone. */
function sumLevels(levels: readonly ChosenLevel[]): ChosenLevel[] {
  const sums = new Map<string, ChosenLevel>()
  for (const level of levels) {
    const key = `${level.inventory_item_id} ${level.location_id}`
    sums.set(key, { ...level, quantity: add(sums.get(key)?.quantity ?? ZERO, level.quantity) })
  }
  return [...sums.values()]
}

/** Units of this cart at a location: of a hold, or of an allotted pool. */
interface UnitsAt {
  counted_id: string
  location_id: string | null
  quantity: string
}

/**
 * The location in Medusa's snapshot may have run out since, for callers that bypass our routes
 * (payment webhooks). The cart has its units elsewhere, so an order reserved here is moved there.
 */
async function makeRoom(
  container: MedusaContainer,
  level: ChosenLevel,
  ofItem: readonly UnitsAt[]
): Promise<void> {
  await container.resolve(Modules.LOCKING).execute(
    level.inventory_item_id,
    async () => {
      const levels = await listLevels(container, [level.inventory_item_id])
      const here = levels.find((other) => other.location_id === level.location_id)
      const lacking = subtract(level.quantity, availableOf(here ?? {}))
      if (!isPositive(lacking)) return
      const reservations = await container.resolve(Modules.INVENTORY).listReservationItems({
        inventory_item_id: level.inventory_item_id,
        location_id: level.location_id,
      })
      for (const unit of ofItem) {
        if (!unit.location_id || unit.location_id === level.location_id) continue
        const found = reservations.find((item) => fits(item, lacking, unit.quantity))
        if (!found) continue
        await moveReservation(container, found, unit.location_id)
        return
      }
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "The store is busy right now. Your units are still held; please try again."
      )
    },
    { timeout: ITEM_LOCK_SECONDS }
  )
}

/** An order's reservation (allotments have no line) that frees enough here and fits there. */
const fits = (reservation: ReservationItemDTO, lacking: string, room: string): boolean => {
  const quantity = toQuantity(reservation.quantity)
  return (
    Boolean(reservation.line_item_id) &&
    compare(quantity, lacking) >= 0 &&
    compare(quantity, room) <= 0
  )
}

/** The levels at which allotted units are exposed. */
async function allottedUnitsAt(
  container: MedusaContainer,
  shares: readonly AllottedShare[]
): Promise<UnitsAt[]> {
  if (!shares.length) return []
  const allotments = await ledgerOf(container).allotments.list(shares.map((share) => share.pool_id))
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
