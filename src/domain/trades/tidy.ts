import type { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { settleRipeTrade } from "./confirm"
import { tidyExpiredTrade } from "./end"
import { readRows } from "../common/services"

/** Trades that one round looks at; the next round takes the rest. */
const TIDY_MAX = 200

/**
 * The sweeper's part for trades: settles those whose cooling-off time is over, and writes down
 * which ran out of time. One that fails is logged and tried again in the next round; it keeps no
 * other waiting.
 *
 * @returns how many were due.
 */
export async function tidyTrades(container: MedusaContainer): Promise<number> {
  const due = await readRows(container, (rows) => rows.listDueTrades(TIDY_MAX))
  for (const id of due) {
    try {
      await tidyExpiredTrade(container, id)
      await settleRipeTrade(container, id)
    } catch (error) {
      const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`holdfast: trade ${id} could not be tidied: ${String(error)}`)
    }
  }
  return due.length
}
