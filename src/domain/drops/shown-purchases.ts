import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { dropsOf } from "../container"
import { displayName } from "../../shared/display-name"

/** Metadata of a customer, true for one who does not want to be shown in activity feeds. */
const HIDE_PURCHASES = "holdfast_hide_purchases"

export const wantsToBeShown = (metadata: Record<string, unknown> | null | undefined): boolean =>
  metadata?.[HIDE_PURCHASES] !== true

/** Purchases of before follow what the customer wants now. */
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
  if (!customer) return // deleted, which is told too
  const is_public = wantsToBeShown(customer.metadata)
  await drops.updateDropPurchases({
    selector: { customer_id: customerId, is_public: !is_public },
    data: { is_public },
  })
}

/** Nothing personal is kept of a customer who is gone; how many units were bought, and when, is. */
export async function forgetCustomer(
  container: MedusaContainer,
  customerId: string
): Promise<void> {
  await dropsOf(container).updateDropPurchases({
    selector: { customer_id: customerId },
    data: { is_public: false, username: displayName(), customer_id: null },
  })
}
