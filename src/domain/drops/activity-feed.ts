import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { displayName } from "../../shared/display-name"
import { dropsOf, ledgerOf } from "../container"

interface OrderRow {
  id: string
  customer_id?: string | null
  customer?: {
    first_name?: string | null
    last_name?: string | null
    metadata?: Record<string, unknown> | null
  } | null
  shipping_address?: { first_name?: string | null; last_name?: string | null } | null
}

/** Adds a bought hold to the drop's activity feed, once. @returns false if it was there already. */
export async function recordPurchase(
  container: MedusaContainer,
  input: { drop_id: string; hold_id: string; order_id: string }
): Promise<boolean> {
  const drops = dropsOf(container)
  const [known] = await drops.listDropPurchases({ hold_id: input.hold_id }, { take: 1 })
  if (known) return false
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: [
      "id",
      "customer_id",
      "customer.first_name",
      "customer.last_name",
      "customer.metadata",
      "shipping_address.first_name",
      "shipping_address.last_name",
    ],
    filters: { id: input.order_id },
  })
  const order = data[0] as OrderRow | undefined
  const hold = await ledgerOf(container).findHold(input.hold_id)
  if (!order || !hold) return false
  await drops.createDropPurchases([
    {
      ...input,
      customer_id: order.customer_id ?? null,
      username: displayName(order.customer, order.shipping_address),
      is_public: wantsToBeShown(order.customer?.metadata),
      quantity: Number(hold.quantity),
      purchased_at: hold.resolved_at ?? new Date(),
    },
  ])
  return true
}

/** Customer metadata, true to opt out of activity feeds. */
const HIDE_PURCHASES = "holdfast_hide_purchases"

const wantsToBeShown = (metadata: Record<string, unknown> | null | undefined): boolean =>
  metadata?.[HIDE_PURCHASES] !== true

/** Earlier purchases follow the customer's current choice. */
export async function followCustomer(
  container: MedusaContainer,
  customerId: string
): Promise<void> {
  const drops = dropsOf(container)
  const [bought] = await drops.listDropPurchases({ customer_id: customerId }, { take: 1 })
  if (!bought) return
  const [customer] = await container
    .resolve(Modules.CUSTOMER)
    .listCustomers({ id: customerId }, { select: ["id", "metadata"] })
  if (!customer) return // deleted, which has an event of its own
  const is_public = wantsToBeShown(customer.metadata)
  await drops.updateDropPurchases({
    selector: { customer_id: customerId, is_public: !is_public },
    data: { is_public },
  })
}

/** Keeps only how many units a deleted customer bought, and when. */
export async function forgetCustomer(
  container: MedusaContainer,
  customerId: string
): Promise<void> {
  await dropsOf(container).updateDropPurchases({
    selector: { customer_id: customerId },
    data: { is_public: false, username: displayName(), customer_id: null },
  })
}
