import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findLeftovers } from "../domain/maintenance/remove"
import { returnEverythingWorkflow } from "../workflows/maintenance/return-everything"

/**
 * `medusa exec …/scripts/remove.js` returns all stock that the plugin has allotted or held, and
 * exits with 1 and the reason if something is left. Run it before removing the plugin's entry from
 * `medusa-config.ts` (docs/guides/remove.md). The journal stays. Safe to repeat.
 */
export default async function removeScript({ container }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const { result } = await returnEverythingWorkflow(container).run()
  const { drops, holds, pools, strays } = result
  logger.info(
    `holdfast remove: ended ${drops} drop(s), released ${holds} hold(s), returned the units of ${pools} pool(s)` +
      (strays ? `, deleted ${strays} stray reservation item(s)` : "") +
      "."
  )
  const left = await findLeftovers(container)
  for (const sentence of left) logger.warn(`holdfast remove: ${sentence}`)
  logger.info(
    left.length
      ? "holdfast remove: NOT done. Keep the plugin's entry in medusa-config.ts."
      : "holdfast remove: done. The plugin's entry can be removed from medusa-config.ts."
  )
  process.exitCode = left.length ? 1 : 0 // `medusa exec` leaves with this code
}
