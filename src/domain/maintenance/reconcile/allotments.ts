import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../../container"
import { ALLOTMENT_OF, syncReservations } from "../../inventory/allotments"
import { ITEM_LOCK_SECONDS } from "../../inventory/move-reservation"
import { ZERO, compare, multiply, subtract, toQuantity } from "../../../shared/quantity"
import type { Finding } from "./findings"

/**
 * Invariant I3: what a pool has at a level is either withheld by its reservation item or exposed,
 * to the last unit. A reservation item that somebody edited or deleted by hand is set again; one
 * whose pool is gone is taken away.
 *
 * @param reservations all reservation items of Medusa that carry our mark.
 */
export async function findStrayAllotments(
  container: MedusaContainer,
  reservations: readonly ReservationItemDTO[]
): Promise<Finding[]> {
  const ledger = ledgerOf(container)
  const allotments = await ledger.listAllAllotments()
  const inventory = container.resolve(Modules.INVENTORY)
  const findings = allotments.flatMap((allotment): Finding[] => {
    const item = reservations.find((one) => one.id === allotment.reservation_item_id)
    const withheld = item ? toQuantity(item.quantity) : ZERO
    const wanted = subtract(
      multiply(allotment.pool_units, allotment.units_per_pool_unit),
      allotment.exposed
    )
    if (compare(withheld, wanted) === 0) return []
    return [
      {
        kind: "allotment_differs",
        message:
          `Pool ${allotment.pool_id} should keep ${wanted} of item ${allotment.inventory_item_id} at location ` +
          `${allotment.location_id} away from the shop; Medusa withholds ${withheld}.`,
        repair: () => syncReservations(container, [allotment]),
      },
    ]
  })
  const known = new Set(allotments.map((allotment) => allotment.reservation_item_id))
  const strays = reservations.filter((one) => !known.has(one.id))
  return [
    ...findings,
    ...strays.map((stray): Finding => ({
      kind: "stray_allotment",
      message: `Reservation ${stray.id} of ${toQuantity(stray.quantity)} belongs to no pool any more (${String(stray.metadata?.[ALLOTMENT_OF])}).`,
      repair: () =>
        container
          .resolve(Modules.LOCKING)
          .execute(stray.inventory_item_id, () => inventory.deleteReservationItems([stray.id]), {
            timeout: ITEM_LOCK_SECONDS,
          }),
    })),
  ]
}
