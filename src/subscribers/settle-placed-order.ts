import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { readOptions } from "../shared/options"
import { settleOrderHoldsWorkflow } from "../workflows/carts/settle-order"

/** An order was placed: its cart's holds become part of it. Safe to repeat, as deliveries are. */
export default async function settlePlacedOrder({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  if (readOptions().mode === "observe") return
  await settleOrderHoldsWorkflow(container).run({ input: { order_id: event.data.id } })
}

export const config: SubscriberConfig = {
  event: "order.placed",
  context: { subscriberId: "holdfast-settle-order" },
}
