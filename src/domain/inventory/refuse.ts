import type { MedusaContainer } from "@medusajs/framework/types"
import type { HeldUnits } from "../../contracts/held-units"
import { readStock } from "./levels"
import { HoldfastError } from "../../shared/errors"
import {
  ZERO,
  add,
  atLeastZero,
  compare,
  isPositive,
  min,
  subtract,
  type Quantity,
} from "../../shared/quantity"
import type { Taking } from "./takings"

interface Room {
  inventory_item_id: string
  location_id: string
  /** What Medusa thinks it can take. */
  available: Quantity
  /** Units of carts and of drop buyers among these. */
  held: Quantity
}

/**
 * Refuses what would take units that shoppers hold. A reading of this moment, like Medusa's own: a
 * hold that is placed between here and Medusa's write is flagged by the sweeper, as all are where
 * nothing is refused.
 *
 * @throws HoldfastError `UNITS_ON_HOLD`, naming every level concerned.
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
    (one) =>
      `${one.asked} of inventory item ${one.inventory_item_id} at ${one.location_id} would be taken, where shoppers hold ${one.held} and ${one.free} are free`
  )
  throw new HoldfastError(
    "UNITS_ON_HOLD",
    `${sentences.join("; ")}. Take less, or wait until the shoppers' time is up (GET /admin/holds tells whose it is).`,
    { levels: held }
  )
}

/**
 * As Medusa tends to choose: the first location that can serve all of it, else the first there is.
 */
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
  // Exact, since the units of an order that is just being placed are held and reserved at once.
  const levels = await readStock(container, itemIds, true)
  return levels.map(({ inventory_item_id, location_id, available, exposed, held }) => ({
    inventory_item_id,
    location_id,
    available: add(available, exposed),
    held: add(held, exposed),
  }))
}
