import { z } from "@medusajs/framework/zod"

/** The trades' events, emitted after the commit. They contain only ids. */
export const TRADE_EVENTS = {
  proposed: "holdfast.trade.proposed",
  confirmed: "holdfast.trade.confirmed",
  completed: "holdfast.trade.completed",
  declined: "holdfast.trade.declined",
  cancelled: "holdfast.trade.cancelled",
  expired: "holdfast.trade.expired",
} as const

const ofTrade = z.object({
  trade_id: z.string(),
  customer_id: z
    .string()
    .nullable()
    .describe("The customer who did it; null for expiry and the merchant."),
})

export const TRADE_EVENT_DATA = {
  [TRADE_EVENTS.proposed]: ofTrade.describe("A trade was proposed."),
  [TRADE_EVENTS.confirmed]: ofTrade.describe(
    "One side confirmed; other sides of a ring, or a cooling-off time, may follow."
  ),
  [TRADE_EVENTS.completed]: ofTrade.describe("The units changed hands."),
  [TRADE_EVENTS.declined]: ofTrade.describe("A side declined it."),
  [TRADE_EVENTS.cancelled]: ofTrade.describe("A side withdrew, or the merchant cancelled it."),
  [TRADE_EVENTS.expired]: ofTrade.describe("It expired."),
} as const

export type TradeEventData = z.infer<typeof ofTrade>
