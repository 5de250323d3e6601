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

/** What is left to do after an order's holds were consumed. */
export interface Consumed {
  order_id: string
  /** Undefined for an order without a cart: a draft order, an exchange. */
  cart_id?: string
  /** Reservations that Medusa made at another location than the hold was at. */
  relocate: ConsumeResult["relocate"]
}

/**
 * Consumes the holds of an order's cart, and moves other holds where Medusa reserved at another
 * location. Safe to repeat: events arrive more than once, and the sweeper calls it after a crash.
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

export async function releaseLocks(
  container: MedusaContainer,
  cart_id: string | undefined
): Promise<void> {
  if (cart_id) await ledgerOf(container).locks.release({ of: { cart_id } })
}

/**
 * Units that Medusa reserved for carts whose orders are being placed. Their holds still count, so
 * without adding these back they would be subtracted twice.
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

/** Moves an order's reservation to the location of its hold. Safe to repeat. */
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
      // an order may have several lines of the item: move the largest that fit
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
