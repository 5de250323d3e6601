import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AllotmentRow } from "../../modules/ledger/operations/allotments"
import { ITEM_LOCK_SECONDS } from "./move-reservation"
import { withLease } from "./lease"
import { isPositive, multiply, subtract } from "../../shared/quantity"

/** Metadata of a reservation item that is an allotment: the pool that it keeps units for. */
export const ALLOTMENT_OF = "holdfast_pool_id"

/**
 * Sets the reservation items of some allotments to what the ledger says: an absolute figure, so
 * that doing it again heals. The only place that writes a pool's units into Medusa's inventory.
 *
 * @throws MedusaError when Medusa has fewer units than are to be withheld.
 */
export async function syncReservations(
  container: MedusaContainer,
  allotments: readonly AllotmentRow[]
): Promise<void> {
  for (const allotment of [...allotments].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const item = allotment.inventory_item_id
    // Medusa's lock may know this process only, and two that delete the same reservation item each
    // lower the counter.
    await withLease(container, `allotments of ${item}`, () =>
      container
        .resolve(Modules.LOCKING)
        .execute(item, () => syncOne(container, allotment), { timeout: ITEM_LOCK_SECONDS })
    )
  }
}

async function syncOne(container: MedusaContainer, allotment: AllotmentRow): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const ledger = ledgerOf(container)
  const wanted = subtract(
    multiply(allotment.pool_units, allotment.units_per_pool_unit),
    allotment.exposed
  )
  // Who came before may have made or deleted it; the figures are the caller's, who may not have
  // written them yet.
  const now = (await ledger.listAllotments([allotment.pool_id])).find(
    (one) => one.id === allotment.id
  )
  const known = now ? now.reservation_item_id : allotment.reservation_item_id
  const [existing] = known ? await inventory.listReservationItems({ id: [known] }) : []
  if (!isPositive(wanted)) {
    if (existing) await inventory.deleteReservationItems([existing.id])
    if (known) await ledger.setReservationItem(allotment.id, null)
    return
  }
  if (existing) {
    await inventory.updateReservationItems([{ id: existing.id, quantity: Number(wanted) }])
    return
  }
  const [created] = await inventory.createReservationItems([
    {
      inventory_item_id: allotment.inventory_item_id,
      location_id: allotment.location_id,
      quantity: Number(wanted),
      description: "Set aside by Holdfast for a limited release",
      metadata: { [ALLOTMENT_OF]: allotment.pool_id },
    },
  ])
  if (created) await ledger.setReservationItem(allotment.id, created.id)
}

/**
 * Lets Medusa see what shoppers have in their carts of this pool. The ledger first, then Medusa.
 */
export async function expose(container: MedusaContainer, poolId: string): Promise<void> {
  await syncReservations(container, await ledgerOf(container).exposeAttached(poolId))
}

/**
 * Withholds again what nobody has in a cart any more. Medusa first, then the ledger, then what
 * changed meanwhile.
 */
export async function withholdIdle(container: MedusaContainer, poolId: string): Promise<void> {
  const ledger = ledgerOf(container)
  const planned = await ledger.planWithhold(poolId)
  if (!planned.length) return
  await syncReservations(container, planned)
  const written = await ledger.withhold(poolId, planned)
  const before = new Map((await ledger.listAllotments([poolId])).map((one) => [one.id, one]))
  const differ = planned.flatMap((plan) => {
    const now = before.get(plan.id)
    const kept = written.some((one) => one.id === plan.id && one.exposed === plan.exposed)
    return now && !kept ? [now] : []
  })
  await syncReservations(container, differ)
}
