import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"
import { HoldfastError } from "../../shared/errors"
import { compare, isPositive, subtract, toQuantity } from "../../shared/quantity"
import type { ChosenLevel } from "./chosen-levels"
import { ITEM_LOCK_SECONDS, moveReservation } from "../inventory/move-reservation"
import { availableOf, listLevels } from "../inventory/levels"

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
