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
 * Compares the ledger with itself and with Medusa; each finding can repair itself. On a busy store
 * it may report what is changing just then, once.
 */
export async function reconcile(container: MedusaContainer): Promise<Finding[]> {
  const audit = await ledgerOf(container).upkeep.audit()
  // duplicates before counters, orders before their holds: each repair leaves less work
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
