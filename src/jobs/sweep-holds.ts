import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ledgerOf } from "../domain/container"
import { readOptions, SWEEP_JOB } from "../shared/options"
import { sweepWorkflow } from "../workflows/maintenance/sweep"

/** The sweeper. Runs in `worker` and `shared` mode, in any number of processes. */
export default async function sweepHolds(container: MedusaContainer): Promise<void> {
  if (readOptions().mode === "observe") return
  const { settled, expired } = (await sweepWorkflow(container).run()).result
  await ledgerOf(container).upkeep.noteRun("sweep") // health: of the job, not of a manual round
  if (!settled && !expired) return
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .info(`holdfast: ${expired} hold(s) expired, ${settled} cart(s) settled`)
}

export const config = {
  name: SWEEP_JOB,
  schedule: { interval: readOptions().sweeper.everySeconds * 1_000 },
}
