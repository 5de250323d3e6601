import "../lib/telemetry-off"
import { openDatabaseServer } from "../lib/database"
import { keepForTeardown } from "./shared-server"

/**
 * The whole test run holds one lease on the database, so that it starts once and not once per spec.
 */
export default async function globalSetup(): Promise<void> {
  const server = await openDatabaseServer()
  keepForTeardown(server)
  // What `medusaIntegrationTestRunner` reads.
  const url = new URL(server.url("postgres"))
  process.env.DB_HOST = url.hostname
  process.env.DB_PORT = url.port || "5432"
  process.env.DB_USERNAME = decodeURIComponent(url.username)
  process.env.DB_PASSWORD = decodeURIComponent(url.password)
}
