import type { Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

interface Line {
  id: string
  quantity: number
}

export async function linesOf({ admin }: StoreUnderTest, orderId: string): Promise<Line[]> {
  const { order } = await admin.get<{ order: { items: Line[] } }>(
    `/admin/orders/${orderId}?fields=id,*items`
  )
  return order.items
}

/** The whole way of a return over the Admin API: shipped, sent back, received. */
export async function returnUnits(
  store: StoreUnderTest,
  shop: Shop,
  orderId: string,
  quantity: number
): Promise<void> {
  const { admin } = store
  const [line] = await linesOf(store, orderId)
  const location_id = shop.locations[0]
  const items = [{ id: line?.id, quantity }]
  await admin.post(`/admin/orders/${orderId}/fulfillments`, {
    location_id,
    items: [{ id: line?.id, quantity: line?.quantity }],
  })
  const { return: made } = await admin.post<{ return: { id: string } }>("/admin/returns", {
    order_id: orderId,
    location_id,
  })
  const path = `/admin/returns/${made.id}`
  await admin.post(`${path}/request-items`, { items })
  await admin.post(`${path}/request`, {})
  await admin.post(`${path}/receive`, {})
  await admin.post(`${path}/receive-items`, { items })
  await admin.post(`${path}/receive/confirm`, {})
}

/** An order edit that sets the only line to another quantity. */
export async function editQuantity(
  store: StoreUnderTest,
  orderId: string,
  quantity: number
): Promise<void> {
  const { admin } = store
  const [line] = await linesOf(store, orderId)
  await admin.post("/admin/order-edits", { order_id: orderId })
  const path = `/admin/order-edits/${orderId}`
  await admin.post(`${path}/items/item/${line?.id}`, { quantity })
  await admin.post(`${path}/request`, {})
  await admin.post(`${path}/confirm`, {})
}
