import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import {
  emptyPools,
  listOpenDrops,
  releaseHolds,
  removeStrays,
} from "../../domain/maintenance/remove"
import { closeDropWorkflow } from "../drops/close-drop"
import { sweepWorkflow } from "./sweep"

/** None of these is compensated: running it again continues. */

const closeAllDropsStep = createStep("holdfast-close-all-drops", async (_: void, { container }) => {
  const drops = await listOpenDrops(container)
  for (const input of drops) await closeDropWorkflow(container).run({ input })
  return new StepResponse(drops.length)
})

const releaseAllHoldsStep = createStep(
  "holdfast-release-all-holds",
  async (_: void, { container }) => new StepResponse(await releaseHolds(container))
)

const emptyAllPoolsStep = createStep(
  "holdfast-empty-all-pools",
  async (_: void, { container }) => new StepResponse(await emptyPools(container))
)

const removeStraysStep = createStep(
  "holdfast-remove-strays",
  async (_: void, { container }) => new StepResponse(await removeStrays(container))
)

/**
 * Returns all stock that the plugin holds or has allotted: settles what a crash left open, ends all
 * drops, releases all holds, empties all pools. Carts being completed keep their holds: their order
 * may be written already. Safe to repeat. @returns counts, all zero when nothing was left.
 */
export const returnEverythingWorkflow = createWorkflow("holdfast-return-everything", function () {
  sweepWorkflow.runAsStep({ input: undefined })
  const drops = closeAllDropsStep()
  const holds = releaseAllHoldsStep()
  const pools = emptyAllPoolsStep()
  const strays = removeStraysStep()
  return new WorkflowResponse({ drops, holds, pools, strays })
})
