import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"

/** The order that a cart became, or null. */
export async function findOrderOfCart(
  container: MedusaContainer,
  cartId: string
): Promise<string | null> {
  const [link] = await findOrdersOfCarts(container, [cartId])
  return link?.order_id ?? null
}

export async function findOrdersOfCarts(
  container: MedusaContainer,
  cartIds: readonly string[]
): Promise<{ cart_id: string; order_id: string }[]> {
  if (!cartIds.length) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_cart",
    fields: ["cart_id", "order_id"],
    filters: { cart_id: [...cartIds] },
  })
  return data as { cart_id: string; order_id: string }[]
}

export async function findCartOfOrder(
  container: MedusaContainer,
  orderId: string
): Promise<string | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_cart",
    fields: ["cart_id", "order_id"],
    filters: { order_id: orderId },
  })
  return (data[0] as { cart_id: string } | undefined)?.cart_id ?? null
}

/** Medusa's reservation items of some orders' lines. */
export async function listReservationsOfOrders(
  container: MedusaContainer,
  orderIds: readonly string[]
): Promise<ReservationItemDTO[]> {
  if (!orderIds.length) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: ["items.id"],
    filters: { id: [...orderIds] },
  })
  const lineIds = data.flatMap((order) =>
    (order.items ?? []).flatMap((item: { id: string } | null) => (item ? [item.id] : []))
  )
  if (!lineIds.length) return []
  return container.resolve(Modules.INVENTORY).listReservationItems({ line_item_id: lineIds })
}

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
