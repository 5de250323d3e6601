import type { MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, Modules } from "@medusajs/framework/utils"
import { readLocations, readVariantItems } from "./demand"
import { listLevels, readStock } from "./stock"
import {
  ZERO,
  isPositive,
  multiply,
  subtract,
  toQuantity,
  type Quantity,
  type QuantityInput,
  add,
  atLeastZero,
  compare,
  min,
} from "../../shared/quantity"
import type { HeldUnits } from "../../contracts/held-units"
import { HoldfastError } from "../../shared/errors"

/** Units of an inventory item that an admin action would take. */
export interface Taking {
  inventory_item_id: string
  quantity: Quantity
  /** The action's location, or those from which Medusa chooses. */
  location_ids: readonly string[]
}

/** A new stocked quantity of a level. */
export interface Correction {
  inventory_item_id: string
  location_id: string
  stocked_quantity: number
}

/** A correction takes the difference. */
export async function takenByCorrections(
  container: MedusaContainer,
  corrections: readonly Correction[]
): Promise<Taking[]> {
  const levels = await listLevels(container, [
    ...new Set(corrections.map((correction) => correction.inventory_item_id)),
  ])
  return corrections.flatMap(({ inventory_item_id, location_id, stocked_quantity }) => {
    const level = levels.find(
      (candidate) =>
        candidate.inventory_item_id === inventory_item_id && candidate.location_id === location_id
    )
    if (!level) return []
    const quantity = subtract(toQuantity(level.stocked_quantity), toQuantity(stocked_quantity))
    return taking({ inventory_item_id, quantity, location_ids: [location_id] })
  })
}

/** A deleted level takes all its stock. */
export async function takenByRemovals(
  container: MedusaContainer,
  levelIds: readonly string[]
): Promise<Taking[]> {
  if (!levelIds.length) return []
  const levels = await container
    .resolve(Modules.INVENTORY)
    .listInventoryLevels({ id: [...levelIds] }, { take: null })
  return levels.flatMap(({ inventory_item_id, location_id, stocked_quantity }) =>
    taking({
      inventory_item_id,
      quantity: toQuantity(stocked_quantity),
      location_ids: [location_id],
    })
  )
}

interface ReservationFields {
  inventory_item_id?: string
  location_id?: string
  quantity?: number
}

/** A manual reservation takes its quantity, a change its growth, a move all of it. */
export async function takenByReservation(
  container: MedusaContainer,
  fields: ReservationFields,
  reservationId?: string
): Promise<Taking[]> {
  const before = reservationId
    ? await container.resolve(Modules.INVENTORY).retrieveReservationItem(reservationId)
    : undefined
  const inventory_item_id = before?.inventory_item_id ?? fields.inventory_item_id
  const location_id = fields.location_id ?? before?.location_id
  if (!inventory_item_id || !location_id) return [] // Medusa's validator has the word
  const had = before?.location_id === location_id ? toQuantity(before.quantity) : ZERO
  const quantity = subtract(toQuantity(fields.quantity ?? before?.quantity), had)
  return taking({ inventory_item_id, quantity, location_ids: [location_id] })
}

/** A converted draft order takes all its lines. */
export async function takenByDraftOrder(
  container: MedusaContainer,
  orderId: string
): Promise<Taking[]> {
  const order = await container
    .resolve(Modules.ORDER)
    .retrieveOrder(orderId, { select: ["id", "sales_channel_id"], relations: ["items"] })
  return takenByLines(container, order.sales_channel_id, order.items ?? [])
}

/** What an order's pending change (an edit, an exchange, a claim) adds to it. */
export async function takenByOrderChange(
  container: MedusaContainer,
  orderId: string
): Promise<Taking[]> {
  const orders = container.resolve(Modules.ORDER)
  const [order, preview] = await Promise.all([
    orders.retrieveOrder(orderId, { select: ["id", "sales_channel_id"], relations: ["items"] }),
    orders.previewOrderChange(orderId),
  ])
  const before = new Map(order.items?.map((item) => [item.id, toQuantity(item.quantity)]))
  const lines = preview.items.flatMap((item) =>
    item.actions?.some((action) => ADDING.has(action.action))
      ? [{ ...item, quantity: subtract(toQuantity(item.quantity), before.get(item.id) ?? ZERO) }]
      : []
  )
  return takenByLines(container, order.sales_channel_id, lines)
}

const ADDING = new Set<string>([ChangeActionType.ITEM_ADD, ChangeActionType.ITEM_UPDATE])

async function takenByLines(
  container: MedusaContainer,
  salesChannelId: string | null | undefined,
  lines: readonly { variant_id?: string | null; quantity: QuantityInput }[]
): Promise<Taking[]> {
  const variantIds = [...new Set(lines.flatMap((line) => line.variant_id ?? []))]
  if (!variantIds.length) return []
  const [items, location_ids] = await Promise.all([
    readVariantItems(container, variantIds),
    readLocations(container, salesChannelId ?? null),
  ])
  return lines.flatMap((line) =>
    items
      .filter((item) => item.variant_id === line.variant_id)
      .flatMap(({ inventory_item_id, required_quantity }) =>
        taking({
          inventory_item_id,
          quantity: multiply(toQuantity(line.quantity), toQuantity(required_quantity)),
          location_ids,
        })
      )
  )
}

const taking = (wanted: Taking): Taking[] => (isPositive(wanted.quantity) ? [wanted] : [])

interface Room {
  inventory_item_id: string
  location_id: string
  /** By Medusa's figures. */
  available: Quantity
  /** Of these, units in carts. */
  held: Quantity
}

/**
 * Rejects a change that would take held units. A hold placed between here and Medusa's write is
 * only flagged by the sweeper. @throws HoldfastError `UNITS_ON_HOLD` with every such level.
 */
export async function refuseHeldUnits(
  container: MedusaContainer,
  takings: readonly Taking[]
): Promise<void> {
  if (!takings.length) return
  const rooms = await readRooms(
    container,
    takings.map((taking) => taking.inventory_item_id)
  )
  const asked = new Map<Room, Quantity>()
  for (const taking of takings) {
    const room = chooseRoom(taking, rooms, asked)
    if (room) asked.set(room, add(asked.get(room) ?? ZERO, taking.quantity))
  }
  const held = [...asked].flatMap(([room, quantity]): HeldUnits[] => {
    const free = atLeastZero(subtract(room.available, room.held))
    const { inventory_item_id, location_id } = room
    if (!isPositive(min(room.held, subtract(quantity, free)))) return []
    return [
      {
        inventory_item_id,
        location_id,
        asked: Number(quantity),
        free: Number(free),
        held: Number(room.held),
      },
    ]
  })
  if (!held.length) return
  const sentences = held.map(
    (level) =>
      `This takes ${level.asked} of inventory item ${level.inventory_item_id} at ${level.location_id}, where shoppers hold ${level.held} and ${level.free} are free`
  )
  throw new HoldfastError(
    "UNITS_ON_HOLD",
    `${sentences.join("; ")}. Take fewer, or wait until the holds expire (GET /admin/holds lists them).`,
    { levels: held }
  )
}

/** As Medusa does: the first location that has all of it, else the first. */
function chooseRoom(
  { inventory_item_id, location_ids, quantity }: Taking,
  rooms: readonly Room[],
  asked: ReadonlyMap<Room, Quantity>
): Room | undefined {
  const here = rooms.filter(
    (room) =>
      room.inventory_item_id === inventory_item_id && location_ids.includes(room.location_id)
  )
  const serves = (room: Room): boolean =>
    compare(subtract(room.available, asked.get(room) ?? ZERO), quantity) >= 0
  return here.find(serves) ?? here[0]
}

async function readRooms(container: MedusaContainer, itemIds: readonly string[]): Promise<Room[]> {
  // exact: an order being placed has its units both held and reserved
  const levels = await readStock(container, itemIds, true)
  return levels.map(({ inventory_item_id, location_id, available, exposed, held }) => ({
    inventory_item_id,
    location_id,
    available: add(available, exposed),
    held: add(held, exposed),
  }))
}
