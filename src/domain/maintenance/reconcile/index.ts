import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../container"
import { findStrayAllotments, findDoubled, findDrift, findOrphans, listAllotted } from "./medusa"
import type { Finding } from "./findings"
import {
  findLeftovers,
  findMiscounted,
  findOverpromised,
  findUnbalanced,
  findTradeTrouble,
  findUnsettledVaults,
} from "./ledger"

export type { Finding, FindingKind } from "./findings"

/**
 * Compares the ledger with itself and with Medusa. It repairs nothing; each finding knows how to
 * repair itself. Meant for a quiet moment: what changes while it reads may be reported once and be
 * gone at the next run.
 */
export async function reconcile(container: MedusaContainer): Promise<Finding[]> {
  const audit = await ledgerOf(container).upkeep.audit()
  // Doubled reservations before the counters, and orders before the holds they free: each repair
  // leaves the next less.
  const findings = [
    ...findMiscounted(container, audit),
    ...findUnbalanced(container, audit),
    ...(await findTradeTrouble(container, audit)),
    ...(await findOrphans(container)),
    ...(await findLeftovers(container, audit)),
    ...(await findUnsettledVaults(container)),
    ...(await findDoubled(container)),
    ...(await findStrayAllotments(container, await listAllotted(container))),
    ...(await findDrift(container)),
    ...(await findOverpromised(container)),
  ]
  await ledgerOf(container).upkeep.noteRun("reconcile", findings.length) // for the health check
  return findings
}
