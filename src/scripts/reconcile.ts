import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { reconcile, type Finding } from "../domain/maintenance/reconcile"

/**
 * `medusa exec ./src/scripts/reconcile.ts -- [--repair]` prints the differences between ledger and
 * Medusa, with `--repair` also repairs them, and exits with 1 if any are left. Medusa's CLI rejects
 * unknown options, hence the two dashes; the bare word `repair` works too.
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
    logger.info(`holdfast reconcile: ${findings.length} difference(s) left after the repair.`)
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
