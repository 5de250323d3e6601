import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { toQuantity } from "../../shared/quantity"

interface Line {
  variant_id?: string | null
  quantity?: unknown
}

export interface UnlinkedOrder {
  id: string
  email: string | null
  created_at: string | Date
  items?: (Line | null)[]
  cart?: { id: string } | null
  payment_collections?: ({ id: string } | null)[]
}

const PAGE = 200

/**
 * Orders that a dead completion wrote without linking them to their cart or to a payment
 * collection, which every whole completion does. Recognized by e-mail address and lines.
 */
export async function findOrphansOfCart(
  container: MedusaContainer,
  cartId: string
): Promise<UnlinkedOrder[]> {
  const [cart] = await container
    .resolve(Modules.CART)
    .listCarts({ id: [cartId] }, { select: ["id", "email", "created_at"], relations: ["items"] })
  if (!cart?.email) return []
  const orders = await listUnlinkedOrders(container, {
    email: cart.email,
    created_at: { $gte: cart.created_at },
  })
  return orders.filter((order) => sameLines(order.items ?? [], cart.items ?? []))
}

export async function listUnlinkedOrders(
  container: MedusaContainer,
  filters: Record<string, unknown>
): Promise<UnlinkedOrder[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: [
      "id",
      "email",
      "created_at",
      "items.variant_id",
      "items.quantity",
      "cart.id",
      "payment_collections.id",
    ],
    filters: { ...filters, is_draft_order: false, status: "pending" },
    pagination: { take: PAGE, skip: 0, order: { created_at: "DESC" } },
  })
  return (data as unknown as UnlinkedOrder[]).filter(
    (order) => !order.cart?.id && !order.payment_collections?.length
  )
}

export async function cancelOrphan(container: MedusaContainer, orderId: string): Promise<void> {
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .warn(`holdfast: order ${orderId} was left behind by a crashed completion and is canceled`)
  await cancelOrderWorkflow(container).run({ input: { order_id: orderId } })
}

export function sameLines(a: readonly (Line | null)[], b: readonly (Line | null)[]): boolean {
  const text = (lines: readonly (Line | null)[]): string =>
    lines
      .flatMap((line) =>
        line ? [`${line.variant_id} ${toQuantity(line.quantity as number)}`] : []
      )
      .sort()
      .join("\n")
  return text(a) === text(b)
}
