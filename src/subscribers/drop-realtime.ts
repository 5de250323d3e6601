import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { DROP_EVENTS } from "../contracts/drop-events"
import { sendRealtime, type DropEvent } from "../realtime"

/** Sends drop events to sockets. */
export default async function tellWatchers({ event }: SubscriberArgs<unknown>): Promise<void> {
  // subscribed to nothing else
  await sendRealtime({ name: event.name, data: event.data } as DropEvent)
}

export const config: SubscriberConfig = {
  event: Object.values(DROP_EVENTS),
  context: { subscriberId: "holdfast-drop-realtime" },
}
