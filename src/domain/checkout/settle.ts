import { Modules } from "@medusajs/framework/utils"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { ConsumeResult } from "../../modules/ledger/operations/consume"
import { add, compare, subtract, toQuantity } from "../../shared/quantity"
import {
  ITEM_LOCK_SECONDS,
  moveReservation,
  findCartOfOrder,
  findOrdersOfCarts,
  listReservationsOfOrders,
  availableOf,
  listLevels,
} from "../inventory/stock"

/** What an order's holds left to do. */
export interface Consumed {
  order_id: string
  /** Left out for an order that came from no cart: a draft order, an exchange. */
  cart_id?: string
  /** Reservations that Medusa made at another location than the hold was at. */
  relocate: ConsumeResult["relocate"]
}

/**
 * An order stands: the holds of its cart are consumed, and other holds moved along where Medusa
 * reserved at another location than ours. Safe to repeat: events are delivered more than once, and
 * the sweeper calls it after a crash.
 */
export async function settleOrder(container: MedusaContainer, orderId: string): Promise<void> {
  const consumed = await consumeHolds(container, orderId)
  await moveReservations(container, consumed)
  await releaseLocks(container, consumed.cart_id)
}

export async function consumeHolds(
  container: MedusaContainer,
  order_id: string
): Promise<Consumed> {
  const cart_id = await findCartOfOrder(container, order_id)
  if (!cart_id) return { order_id, relocate: [] }
  const ledger = ledgerOf(container)
  const holds = await ledger.listHolds({ cart_id: [cart_id], state: "active" })
  if (!holds.length) return { order_id, cart_id, relocate: [] }
  const reservations = await listReservationsOfOrders(container, [order_id])
  const itemIds = [
    ...new Set([
      ...reservations.map((item) => item.inventory_item_id),
      ...holds.map((hold) => hold.counted_id),
    ]),
  ]
  const inFlight = await listInFlight(container, cart_id, itemIds)
  const levels = await listLevels(container, itemIds)
  const { relocate } = await ledger.consume({
    cart_id,
    order_id,
    used: reservations.map(({ inventory_item_id, location_id, quantity }) => ({
      inventory_item_id,
      location_id,
      quantity: toQuantity(quantity),
    })),
    available: levels.map((level) => ({
      inventory_item_id: level.inventory_item_id,
      location_id: level.location_id,
      quantity: inFlight
        .filter(
          (item) =>
            item.inventory_item_id === level.inventory_item_id &&
            item.location_id === level.location_id
        )
        .reduce((total, item) => add(total, toQuantity(item.quantity)), availableOf(level)),
    })),
  })
  return { order_id, cart_id, relocate }
}

export async function moveReservations(
  container: MedusaContainer,
  { order_id, relocate }: Consumed
): Promise<void> {
  for (const move of relocate) await moveReservationsOf(container, order_id, move)
}

/** Others may complete carts with the same items now. */
export async function releaseLocks(
  container: MedusaContainer,
  cart_id: string | undefined
): Promise<void> {
  if (cart_id) await ledgerOf(container).locks.release({ of: { cart_id } })
}

/**
 * What Medusa has reserved for other carts whose orders are just being placed: their holds count
 * there still, so without adding it back their units would be taken off twice, and no room found
 * for holds that have to move along.
 */
async function listInFlight(
  container: MedusaContainer,
  cartId: string,
  itemIds: readonly string[]
): Promise<ReservationItemDTO[]> {
  const pools = await ledgerOf(container).readLevels(await listLevels(container, itemIds))
  const others = new Set(pools.flatMap((pool) => pool.completing))
  others.delete(cartId)
  const orders = await findOrdersOfCarts(container, [...others])
  return listReservationsOfOrders(
    container,
    orders.map((order) => order.order_id)
  )
}

/** Takes an order's reservation to the location that its hold kept free. Repeating it is safe. */
async function moveReservationsOf(
  container: MedusaContainer,
  orderId: string,
  wanted: ConsumeResult["relocate"][number]
): Promise<void> {
  await container.resolve(Modules.LOCKING).execute(
    wanted.inventory_item_id,
    async () => {
      const here = (await listReservationsOfOrders(container, [orderId])).filter(
        (item) =>
          item.inventory_item_id === wanted.inventory_item_id &&
          item.location_id === wanted.from_location_id
      )
      let left = wanted.quantity
      // Largest first, as many whole lines as fit: an order may have several lines of the item.
      for (const item of here.sort((a, b) =>
        compare(toQuantity(b.quantity), toQuantity(a.quantity))
      )) {
        const quantity = toQuantity(item.quantity)
        if (compare(quantity, left) > 0) continue
        await moveReservation(container, item, wanted.to_location_id)
        left = subtract(left, quantity)
      }
    },
    { timeout: ITEM_LOCK_SECONDS }
  )
}
