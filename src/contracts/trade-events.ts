/** What trades say on Medusa's event bus, after the commit. Ids only. */
export const TRADE_EVENTS = {
  proposed: "holdfast.trade.proposed",
  /** One side confirmed; of a ring, or before a cooling-off time, others or time are still to come. */
  confirmed: "holdfast.trade.confirmed",
  completed: "holdfast.trade.completed",
  declined: "holdfast.trade.declined",
  cancelled: "holdfast.trade.cancelled",
  expired: "holdfast.trade.expired",
} as const

export interface TradeEventData {
  trade_id: string
  /** The customer who did it; null for the clock and the merchant. */
  customer_id: string | null
}
