import { createRequire } from "node:module"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../container"
import type { AdminHealth, HealthProcess, HealthStatus } from "../../../contracts/health"
import type { SeenServer } from "../../../modules/ledger/operations/heartbeat"
import { PLUGIN_NAME, readOptions } from "../../../shared/options"
import { checkDatabase, checkLocking, checkProcesses, checkReconcile, checkSweeper } from "./checks"
import { readFacts } from "./facts"

/** From worst to best. */
const STATUSES: readonly HealthStatus[] = ["red", "yellow", "green"]

/**
 * How the plugin fares, check by check. Never throws, and ends within seconds whatever is broken.
 */
export async function readHealth(container: MedusaContainer): Promise<AdminHealth> {
  const options = readOptions()
  const facts = await readFacts(container)
  const checks = {
    database: checkDatabase(facts),
    locking: checkLocking(facts),
    sweeper: checkSweeper(facts, options),
    reconcile: checkReconcile(facts),
    processes: checkProcesses(facts),
  }
  const found = new Set(Object.values(checks).map((check) => check.status))
  const own = ledgerOf(container).serverId
  return {
    status: STATUSES.find((status) => found.has(status)) ?? "green",
    version: readVersion(),
    mode: options.mode,
    server_time: facts.clock.ok ? facts.clock.fact.now.toISOString() : null,
    checks,
    processes: facts.servers.ok ? facts.servers.fact.map((one) => describe(one, own)) : [],
  }
}

function describe(server: SeenServer, own: string | undefined): HealthProcess {
  return {
    ...server,
    started_at: server.started_at.toISOString(),
    beat_at: server.beat_at.toISOString(),
    this_process: server.id === own,
  }
}

/** The package names itself, so that this is right in the sources and in the build. */
function readVersion(): string {
  const require = createRequire(__filename)
  const { version } = require(`${PLUGIN_NAME}/package.json`) as { version: string }
  return version
}
