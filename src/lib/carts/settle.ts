import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConsumeResult } from "../../modules/ledger/operations/consume"
import { compare, toQuantity } from "../quantity"
import { ITEM_LOCK_SECONDS, moveReservation } from "./move-reservation"
import { findCartOfOrder, listReservationsOfOrders } from "./orders"
import { availableOf, ledgerOf, listLevels } from "./stock"

/**
 * An order stands: the holds of its cart are consumed, and other holds moved along where Medusa reserved at another
 * location than ours. Safe to repeat: events are delivered more than once, and the sweeper calls it after a crash.
 */
export async function settleOrder(container: MedusaContainer, orderId: string): Promise<void> {
  const cartId = await findCartOfOrder(container, orderId)
  if (!cartId) return // a draft order, an exchange: nothing was held for it
  const ledger = ledgerOf(container)
  const holds = await ledger.listHoldsOfCart(cartId)
  if (holds.length) {
    const reservations = await listReservationsOfOrders(container, [orderId])
    const itemIds = new Set(
      [...reservations, ...holds.map((hold) => ({ inventory_item_id: hold.counted_id }))].map(
        (one) => one.inventory_item_id
      )
    )
    const levels = await listLevels(container, [...itemIds])
    const result = await ledger.consume({
      cart_id: cartId,
      order_id: orderId,
      used: reservations.map(({ inventory_item_id, location_id, quantity }) => ({
        inventory_item_id,
        location_id,
        quantity: toQuantity(quantity),
      })),
      available: levels.map((level) => ({
        inventory_item_id: level.inventory_item_id,
        location_id: level.location_id,
        quantity: availableOf(level),
      })),
    })
    for (const one of result.relocate) await relocate(container, orderId, one)
  }
  await ledger.giveUpTurns({ of: { cart_id: cartId } })
}

/** Takes an order's reservation to the location that its hold kept free. Repeating it heals. */
async function relocate(
  container: MedusaContainer,
  orderId: string,
  wanted: ConsumeResult["relocate"][number]
): Promise<void> {
  await container.resolve(Modules.LOCKING).execute(
    wanted.inventory_item_id,
    async () => {
      const reservation = (await listReservationsOfOrders(container, [orderId])).find(
        (one) =>
          one.inventory_item_id === wanted.inventory_item_id &&
          one.location_id === wanted.from_location_id &&
          compare(toQuantity(one.quantity), wanted.quantity) <= 0
      )
      if (reservation) await moveReservation(container, reservation, wanted.to_location_id)
    },
    { timeout: ITEM_LOCK_SECONDS }
  )
}
