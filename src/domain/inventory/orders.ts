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
