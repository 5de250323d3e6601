import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { readOptions } from "../shared/options"
import { settleVaultsWorkflow } from "../workflows/vaults/settle-vaults"

/** Events that credit units; the others only debit them. */
const CREDITING = ["order.placed", "order-edit.confirmed"]

/** Vaults follow orders that are placed, changed, cancelled or returned. Safe to repeat. */
export default async function settleOrderVaults({
  event,
  container,
}: SubscriberArgs<{ id?: string; order_id?: string }>): Promise<void> {
  const order_id = event.data.order_id ?? event.data.id
  if (!order_id || !readOptions().trading.enabled) return
  const credits = CREDITING.includes(event.name)
  await settleVaultsWorkflow(container).run({ input: { order_id, credits } })
}

export const config: SubscriberConfig = {
  event: [...CREDITING, "order.canceled", "order.return_received"],
  context: { subscriberId: "holdfast-settle-vaults" },
}
