import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { reconcile, type Finding } from "../domain/maintenance/reconcile"

/**
 * `medusa exec ./src/scripts/reconcile.ts -- [--repair]` prints the differences between the ledger
 * and Medusa and exits with 1 when there are any; with `--repair` it heals them and exits with 1
 * only when some are left. (Medusa's CLI refuses options that it does not know, hence the two
 * dashes; the bare word `repair` does as well.)
 */
export default async function reconcileScript({ container, args }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const wantsRepair = [...args, ...process.argv].some(
    (word) => word === "--repair" || word === "repair"
  )
  let findings = await reconcile(container)
  print(logger, findings)
  if (wantsRepair && findings.length) {
    for (const finding of findings) {
      try {
        await finding.repair()
      } catch (error) {
        logger.error(`holdfast reconcile: ${finding.kind} was not repaired: ${String(error)}`)
      }
    }
    findings = await reconcile(container)
    logger.info(`holdfast reconcile: after the repair, ${findings.length} difference(s) are left.`)
    print(logger, findings)
  }
  process.exitCode = findings.length ? 1 : 0 // `medusa exec` leaves with this code
}

function print(
  logger: { info(message: string): void; warn(message: string): void },
  findings: Finding[]
): void {
  if (!findings.length) logger.info("holdfast reconcile: ledger and Medusa agree.")
  for (const finding of findings)
    logger.warn(`holdfast reconcile: ${finding.kind}: ${finding.message}`)
}
