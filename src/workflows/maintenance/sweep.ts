import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { ledgerOf } from "../../domain/container"
import { listDropsToEnd, listPoolsToTidy, tidyPool } from "../../domain/drops/tidy"
import { findMisflagged, flag } from "../../domain/maintenance/at-risk"
import { expireAll, settleUnsettled } from "../../domain/maintenance/sweep"
import { tidyTrades } from "../../domain/trades/end"
import { readOptions } from "../../shared/options"
import { keepErrorDetails } from "../../shared/request-context"
import { closeDropWorkflow } from "../drops/close-drop"

/** None of these is compensated: they only record what the clock has decided. */

const settleUnsettledStep = createStep("holdfast-settle-unsettled", (_: void, { container }) =>
  keepErrorDetails(async () => new StepResponse(await settleUnsettled(container)))
)

const expireHoldsStep = createStep("holdfast-expire-holds", (_: void, { container }) =>
  keepErrorDetails(async () => new StepResponse(await expireAll(ledgerOf(container).upkeep)))
)

const flagHoldsAtRiskStep = createStep("holdfast-flag-holds-at-risk", (_: void, { container }) =>
  keepErrorDetails(async () => {
    for (const level of await findMisflagged(container)) await flag(container, level)
  })
)

const endDropsStep = createStep("holdfast-end-drops", (_: void, { container }) =>
  keepErrorDetails(async () => {
    for (const { id } of await listDropsToEnd(container)) {
      const input = { id, status: "ended" as const }
      await attempt(container, id, () => closeDropWorkflow(container).run({ input }))
    }
  })
)

const tidyPoolsStep = createStep("holdfast-tidy-pools", (_: void, { container }) =>
  keepErrorDetails(async () => {
    for (const pool of await listPoolsToTidy(container)) {
      await attempt(container, pool.id, () => tidyPool(container, pool))
    }
  })
)

const tidyTradesStep = createStep("holdfast-tidy-trades", (_: void, { container }) =>
  keepErrorDetails(async () => {
    if (readOptions().trading.enabled) await tidyTrades(container)
  })
)

/** One round of housekeeping, safe in any number of processes. Due holds never wait for it. */
export const sweepWorkflow = createWorkflow("holdfast-sweep", function () {
  const settled = settleUnsettledStep()
  const expired = expireHoldsStep()
  flagHoldsAtRiskStep()
  endDropsStep()
  tidyPoolsStep()
  tidyTradesStep()
  return new WorkflowResponse({ settled, expired })
})

/** One drop or pool that fails must not stop the others. */
async function attempt(
  container: MedusaContainer,
  id: string,
  work: () => Promise<unknown>
): Promise<void> {
  try {
    await work()
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`holdfast: ${id} could not be tidied and will be retried: ${String(error)}`)
  }
}
