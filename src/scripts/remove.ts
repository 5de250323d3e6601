import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findLeftovers } from "../domain/maintenance/remove"
import { returnEverythingWorkflow } from "../workflows/maintenance/return-everything"

/**
 * `medusa exec …/scripts/remove.js` gives back all that the plugin keeps away from the rest of
 * Medusa, prints what it did, and exits with 1 when something is left, saying what and why. To be
 * run before the plugin's entry is taken out of `medusa-config.ts` (docs/guides/remove.md), and as
 * often as one likes. It deletes nothing: the journal stays.
 */
export default async function removeScript({ container }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const { result } = await returnEverythingWorkflow(container).run()
  const { drops, holds, pools, strays } = result
  logger.info(
    `holdfast remove: ended ${drops} drop(s), released ${holds} hold(s), returned the units of ${pools} pool(s)` +
      (strays ? `, took away ${strays} stray reservation item(s)` : "") +
      "."
  )
  const left = await findLeftovers(container)
  for (const sentence of left) logger.warn(`holdfast remove: ${sentence}`)
  logger.info(
    left.length
      ? "holdfast remove: NOT done. Leave the plugin's entry in medusa-config.ts."
      : "holdfast remove: nothing is kept away from the shop any more; the plugin's entry may be taken out."
  )
  process.exitCode = left.length ? 1 : 0 // `medusa exec` leaves with this code
}
