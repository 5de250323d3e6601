import type { MedusaContainer } from "@medusajs/framework/types"
import { settleVaults } from "../../vaults/orders/settle-vaults"
import { ON_ITS_WAY_SECONDS, findUnsettled } from "../../vaults/orders/unsettled"
import type { Finding } from "./findings"

/** How far back orders are looked at. */
const DAYS = 7

/** Orders whose units the vaults have not got, or not given back. */
export async function findUnsettledVaults(container: MedusaContainer): Promise<Finding[]> {
  const orders = await findUnsettled(container, {
    since: new Date(Date.now() - DAYS * 86_400_000),
    until: new Date(Date.now() - ON_ITS_WAY_SECONDS * 1_000),
  })
  return orders.map(({ order_id, missing, owed }) =>
    missing
      ? {
          kind: "missing_vault_credit",
          message: `Order ${order_id} has ${missing} tradable unit(s) that its buyer's vault was not credited with.`,
          repair: () => settleVaults(container, order_id, { credits: true }),
        }
      : {
          kind: "missing_vault_debit",
          message: `Order ${order_id} was cancelled or came back, and ${owed} unit(s) of it are still in a vault.`,
          repair: () => settleVaults(container, order_id, { credits: false }),
        }
  )
}
