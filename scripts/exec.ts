import { DEMO_DATABASE } from "./demo/database"
import { openDatabaseServer } from "./lib/database"
import { runCommand, type Defer } from "./lib/run"
import { runMedusaHere } from "./store/medusa-cli"

/**
 * `node scripts/exec.ts <file> [arguments]`: `medusa exec` in the database that `DATABASE_URL` names, or else in the
 * demo's.
 */
async function main(defer: Defer): Promise<number> {
  const [file, ...args] = process.argv.slice(2)
  if (!file) throw new Error("Name the script to run, for instance src/scripts/reconcile.ts.")
  const databaseUrl = process.env.DATABASE_URL ?? (await demoDatabase(defer))
  // Medusa's CLI refuses options that it does not know, so a script's own travel as words.
  const words = args.map((arg) => arg.replace(/^--/, ""))
  return runMedusaHere("holdfast", ["exec", file, ...words], { DATABASE_URL: databaseUrl })
}

async function demoDatabase(defer: Defer): Promise<string> {
  const server = await openDatabaseServer()
  defer(() => server.close())
  if (await server.exists(DEMO_DATABASE)) return server.url(DEMO_DATABASE)
  throw new Error(
    'There is no demo database yet. Run "npm run demo" first, or set DATABASE_URL to the database of a store.'
  )
}

void runCommand(main)
