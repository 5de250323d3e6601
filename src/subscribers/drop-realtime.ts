import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { DROP_EVENTS } from "../contracts/drop-events"
import { sendRealtime, type DropEvent } from "../realtime"

/** What happens to drops, told to those who watch. */
export default async function tellWatchers({ event }: SubscriberArgs<unknown>): Promise<void> {
  // only these are subscribed to
  await sendRealtime({ name: event.name, data: event.data } as DropEvent)
}

export const config: SubscriberConfig = {
  event: Object.values(DROP_EVENTS),
  context: { subscriberId: "holdfast-drop-realtime" },
}
