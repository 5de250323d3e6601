import { createHook, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { HoldEventData } from "../../contracts/hold-events"
import type { TradeEventData } from "../../contracts/trade-events"
import { tellingHook } from "./shop-hook"

/**
 * Workflows that exist for their hooks: the shop's handler gets what happened, after the commit, in
 * one call for all that happened within a moment. They run where subscribers do. A crash may lose a
 * call and a delivery may repeat, as with every event of Medusa's bus.
 */

/** Units of drops were reserved. */
export const dropReservedWorkflow = createWorkflow(
  "holdfast-drop-reserved",
  function (input: { reservations: HoldEventData[] }) {
    const dropReserved = createHook("dropReserved", input)
    return new WorkflowResponse(undefined, { hooks: [dropReserved] })
  }
)

/** The time of holds ran out, of drops and of carts. */
export const holdsExpiredWorkflow = createWorkflow(
  "holdfast-holds-expired",
  function (input: { holds: HoldEventData[] }) {
    const holdsExpired = createHook("holdsExpired", input)
    return new WorkflowResponse(undefined, { hooks: [holdsExpired] })
  }
)

/** Units changed hands. */
export const tradeCompletedWorkflow = createWorkflow(
  "holdfast-trade-completed",
  function (input: { trades: TradeEventData[] }) {
    const tradeCompleted = createHook("tradeCompleted", input)
    return new WorkflowResponse(undefined, { hooks: [tradeCompleted] })
  }
)

export const tellDropReserved = tellingHook<HoldEventData>(
  dropReservedWorkflow.hooks,
  "dropReserved",
  (container, reservations) => dropReservedWorkflow(container).run({ input: { reservations } })
)

export const tellHoldExpired = tellingHook<HoldEventData>(
  holdsExpiredWorkflow.hooks,
  "holdsExpired",
  (container, holds) => holdsExpiredWorkflow(container).run({ input: { holds } })
)

export const tellTradeCompleted = tellingHook<TradeEventData>(
  tradeCompletedWorkflow.hooks,
  "tradeCompleted",
  (container, trades) => tradeCompletedWorkflow(container).run({ input: { trades } })
)
