import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import type { HoldEventData } from "../contracts/hold-events"
import { TRADE_EVENTS, type TradeEventData } from "../contracts/trade-events"
import {
  tellDropReserved,
  tellHoldExpired,
  tellTradeCompleted,
} from "../workflows/common/after-hooks"

/** Runs the shop's handlers of our after-hooks. */
export default async function runAfterHooks({
  event,
  container,
}: SubscriberArgs<HoldEventData | TradeEventData>): Promise<void> {
  const { data } = event
  if ("trade_id" in data) return tellTradeCompleted(container, data)
  if (event.name === "holdfast.hold.expired") return tellHoldExpired(container, data)
  if (data.drop_id) return tellDropReserved(container, data)
}

export const config: SubscriberConfig = {
  event: ["holdfast.hold.placed", "holdfast.hold.expired", TRADE_EVENTS.completed],
  context: { subscriberId: "holdfast-after-hooks" },
}
