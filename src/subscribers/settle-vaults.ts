import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { readOptions } from "../shared/options"
import { settleVaultsWorkflow } from "../workflows/vaults/settle-vaults"

/** What gives a buyer units; the others only take units back. */
const CREDITING = ["order.placed", "order-edit.confirmed"]

/**
 * An order was placed, changed, cancelled, or came back: the vaults follow it. Deliveries may
 * repeat.
 */
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
