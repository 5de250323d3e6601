import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ledgerOf } from "../domain/container"
import { sweep } from "../domain/maintenance/sweep"
import { readOptions, SWEEP_JOB } from "../shared/options"
import { tidyTrades } from "../domain/trades/end"

/** The sweeper. Runs in `worker` and `shared` mode, in any number of processes. */
export default async function sweepHolds(container: MedusaContainer): Promise<void> {
  if (readOptions().mode === "observe") return
  const { settled, expired } = await sweep(container)
  if (readOptions().trading.enabled) await tidyTrades(container)
  await ledgerOf(container).upkeep.noteRun("sweep")
  if (!settled && !expired) return
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .info(`holdfast: swept ${expired} lapsed, settled ${settled} carts`)
}

export const config = {
  name: SWEEP_JOB,
  schedule: { interval: readOptions().sweeper.everySeconds * 1_000 },
}
