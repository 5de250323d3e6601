import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { CustomerWorkflowEvents } from "@medusajs/framework/utils"
import { followCustomer, forgetCustomer } from "../domain/drops/activity-feed"

/** Activity feeds follow a customer's choice and deletion. */
export default async function followDropCustomers({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  const follow = event.name === CustomerWorkflowEvents.DELETED ? forgetCustomer : followCustomer
  await follow(container, event.data.id)
}

export const config: SubscriberConfig = {
  event: [CustomerWorkflowEvents.UPDATED, CustomerWorkflowEvents.DELETED],
  context: { subscriberId: "holdfast-drop-customers" },
}
