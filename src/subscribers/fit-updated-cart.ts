import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { currentRequest } from "../workflows/hook-handlers/request"
import { readOptions } from "../shared/options"
import { fitCartHoldsWorkflow } from "../workflows/carts/fit-holds"

/** Releases what a changed cart no longer needs. Removing a line has no hook, only this event. */
export default async function fitUpdatedCart({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  if (readOptions().mode === "observe") return
  // In-process event bus: this runs in the context of the request whose gate has just done it.
  if (currentRequest()?.fitting === event.data.id) return
  await fitCartHoldsWorkflow(container).run({ input: { cart_id: event.data.id } })
}

export const config: SubscriberConfig = {
  event: "cart.updated",
  context: { subscriberId: "holdfast-fit-cart" },
}
