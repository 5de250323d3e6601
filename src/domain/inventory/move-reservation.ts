import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"

/**
 * Seconds to wait for Medusa's lock of an inventory item; its own default of 5 is too short in a
 * rush.
 */
export const ITEM_LOCK_SECONDS = 30

/** Metadata key of a reservation that was moved: the id of the one that it replaces. */
export const MOVED_FROM = "holdfast_moved_from"

/**
 * Takes an order's reservation to another location. Made anew there first, and only then taken away
 * here: a crash in between keeps back too many units, never too few, and `reconcile` finds the
 * double. (Medusa's own update of a reservation's location leaves the old level's counter as it
 * was, so it is not used.)
 *
 * The caller holds Medusa's lock of the inventory item.
 */
export async function moveReservation(
  container: MedusaContainer,
  reservation: ReservationItemDTO,
  toLocationId: string
): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const { line_item_id, inventory_item_id, quantity, description, created_by, metadata } =
    reservation
  await inventory.createReservationItems([
    {
      line_item_id,
      inventory_item_id,
      quantity,
      location_id: toLocationId,
      description: description ?? undefined,
      created_by: created_by ?? undefined,
      metadata: { ...metadata, [MOVED_FROM]: reservation.id },
    },
  ])
  await inventory.deleteReservationItems([reservation.id])
}
