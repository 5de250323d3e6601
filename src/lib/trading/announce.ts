import type { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { TRADE_EVENTS, TradeEventData } from "../../contracts/trade-events"

type TradeEvent = (typeof TRADE_EVENTS)[keyof typeof TRADE_EVENTS]

/** Tells of a trade after the commit. A lost event is only a late screen: it never fails what has been done. */
export async function announceTrade(
  container: MedusaContainer,
  name: TradeEvent,
  trade_id: string,
  customer_id: string | null
): Promise<void> {
  const data: TradeEventData = { trade_id, customer_id }
  try {
    await container.resolve(Modules.EVENT_BUS).emit({ name, data })
  } catch (error) {
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.warn(`holdfast: ${name} of ${trade_id} could not be emitted: ${String(error)}`)
  }
}
