import { DEMO_DATABASE } from "../demo/database"
import { openDatabaseServer } from "../lib/database"
import type { Defer } from "../lib/run"
import { runMedusaHere } from "./medusa-cli"

/**
 * `medusa exec` in the database that `DATABASE_URL` names, or else in the demo's. Returns its exit
 * code.
 */
export async function execHere(file: string, args: string[], defer: Defer): Promise<number> {
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
