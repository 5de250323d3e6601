import { DEMO_DATABASE } from "../demo/database"
import { openDatabaseServer } from "../lib/database"
import type { Defer } from "../lib/run"
import { runMedusaHere } from "./medusa-cli"

/** `medusa exec` on `DATABASE_URL`, or else on the demo's database. Returns its exit code. */
export async function execHere(file: string, args: string[], defer: Defer): Promise<number> {
  const databaseUrl = process.env.DATABASE_URL ?? (await demoDatabase(defer))
  // Medusa's CLI rejects unknown options, so pass a script's own as plain words.
  const words = args.map((arg) => arg.replace(/^--/, ""))
  return runMedusaHere("holdfast", ["exec", file, ...words], { DATABASE_URL: databaseUrl })
}

async function demoDatabase(defer: Defer): Promise<string> {
  const server = await openDatabaseServer()
  defer(() => server.close())
  if (await server.exists(DEMO_DATABASE)) return server.url(DEMO_DATABASE)
  throw new Error('There is no demo database yet. Run "npm run demo" first, or set DATABASE_URL.')
}
