import { createHook, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { HoldEventData } from "../../contracts/hold-events"
import type { TradeEventData } from "../../contracts/trade-events"
import { tellingHook } from "./shop-hook"

/**
 * Workflows that exist for their hooks, run where subscribers run: after the commit, one call for
 * all events of a moment. As on Medusa's event bus, a call may be lost in a crash or repeated.
 */

export const dropReservedWorkflow = createWorkflow(
  "holdfast-drop-reserved",
  function (input: { reservations: HoldEventData[] }) {
    const dropReserved = createHook("dropReserved", input)
    return new WorkflowResponse(undefined, { hooks: [dropReserved] })
  }
)

export const holdsExpiredWorkflow = createWorkflow(
  "holdfast-holds-expired",
  function (input: { holds: HoldEventData[] }) {
    const holdsExpired = createHook("holdsExpired", input)
    return new WorkflowResponse(undefined, { hooks: [holdsExpired] })
  }
)

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
