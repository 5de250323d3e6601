import path from "node:path"
import "../lib/telemetry-off"
import { openDatabaseServer } from "../lib/database"
import { stateFolder } from "../lib/paths"
import { openRunLog } from "./run-log"
import { keepForTeardown } from "./run-resources"
import { openSharedStores } from "./shared-stores"

/**
 * The whole test run holds one lease on the database, so that it starts once and not once per spec.
 */
export default async function globalSetup(): Promise<void> {
  const server = await openDatabaseServer()
  // After the database, whose keeper may outlive this run for the sake of another.
  openRunLog(path.join(stateFolder("test-runs"), `${process.pid}.jsonl`))
  keepForTeardown({ server, stores: await openSharedStores() })
}
