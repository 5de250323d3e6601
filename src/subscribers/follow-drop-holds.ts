import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import type { HoldEventData } from "../contracts/hold-events"
import { followDropHold } from "../domain/drops/follow-holds"

/** Turns holds' events into drops' events. No workflow: in a rush they come by the thousand. */
export default async function followDropHolds({
  event,
  container,
}: SubscriberArgs<HoldEventData>): Promise<void> {
  await followDropHold(container, event.name, event.data)
}

export const config: SubscriberConfig = {
  event: [
    "holdfast.hold.placed",
    "holdfast.hold.released",
    "holdfast.hold.expired",
    "holdfast.hold.consumed",
  ],
  context: { subscriberId: "holdfast-follow-drop-holds" },
}
