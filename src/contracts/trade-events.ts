import { z } from "@medusajs/framework/zod"

/** What trades say on Medusa's event bus, after the commit. Ids only. */
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
    .describe("The customer who did it; null for the clock and the merchant."),
})

export const TRADE_EVENT_DATA = {
  [TRADE_EVENTS.proposed]: ofTrade.describe("A trade waits for its answer."),
  [TRADE_EVENTS.confirmed]: ofTrade.describe(
    "One side confirmed; of a ring, or before a cooling-off time, others or time are still to come."
  ),
  [TRADE_EVENTS.completed]: ofTrade.describe("The units changed hands."),
  [TRADE_EVENTS.declined]: ofTrade.describe("A side declined it."),
  [TRADE_EVENTS.cancelled]: ofTrade.describe("A side drew back, or the merchant stopped it."),
  [TRADE_EVENTS.expired]: ofTrade.describe("Its time ran out."),
} as const

export type TradeEventData = z.infer<typeof ofTrade>
