import "./lib/telemetry-off"
import { spawnSync } from "node:child_process"
import { openDatabaseServer } from "./lib/database"
import { PROJECT_ROOT } from "./lib/paths"

/**
 * `npm run migration`: generates migrations for changed data models. Medusa's command only compares
 * them with its snapshot, but needs a database; it never changes that.
 */
async function main(): Promise<void> {
  const server = await openDatabaseServer()
  try {
    const { hostname, port, username, password } = new URL(server.url("postgres"))
    const env = {
      ...process.env,
      DB_HOST: hostname,
      DB_PORT: port,
      DB_USERNAME: decodeURIComponent(username),
      DB_PASSWORD: decodeURIComponent(password),
    }
    const options = { cwd: PROJECT_ROOT, env, stdio: "inherit" } as const
    process.exitCode = spawnSync("npx", ["medusa", "plugin:db:generate"], options).status ?? 1
  } finally {
    await server.close()
  }
}

void main()
