import type { MedusaContainer } from "@medusajs/framework/types"
import type { TRADE_EVENTS, TradeEventData } from "../../contracts/trade-events"
import { tell } from "../common/tell"

type TradeEvent = (typeof TRADE_EVENTS)[keyof typeof TRADE_EVENTS]

/**
 * Tells of a trade, after the commit. @param customer_id who did it; null for the clock and the
 * merchant.
 */
export async function announceTrade(
  container: MedusaContainer,
  name: TradeEvent,
  trade_id: string,
  customer_id: string | null
): Promise<void> {
  const data: TradeEventData = { trade_id, customer_id }
  await tell(container, [{ name, data }])
}
