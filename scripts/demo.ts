import { openDemoDatabase } from "./demo/database"
import { parseDemoOptions } from "./demo/options"
import { welcome } from "./demo/welcome"
import { openDatabaseServer } from "./lib/database"
import { runCommand, type Defer } from "./lib/run"
import { startStore, type Store } from "./lib/store"
import { createProgress } from "./rush/progress"
import { findings } from "./rush/result"
import { rushStore } from "./rush/rush-store"
import { renderResult } from "./rush/table"
import { ADMIN } from "./seed/accounts"

/** `npm run demo -- --help` lists its options. */
async function main(defer: Defer): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2))
  const progress = createProgress(true)
  progress.say("Starting the database.")
  const server = await openDatabaseServer()
  defer(() => server.close())
  const databaseUrl = await openDemoDatabase(server, options, progress.say)
  progress.say("Starting the store.")
  const store = await startStore({
    databaseUrl,
    kind: "holdfast",
    port: options.port,
    // Medusa then serves the admin from source, and its login works without HTTPS.
    env: { NODE_ENV: "development", DISABLE_MEDUSA_ADMIN: options.serve ? "false" : "true" },
  })
  defer(() => store.stop())

  let exitCode = 0
  if (options.rush) {
    progress.say(`\n${options.shoppers} shoppers want ${options.units} units.\n`)
    const target = { store: "holdfast" as const, urls: [store.url], admin: ADMIN, databaseUrl }
    const result = await rushStore(target, { ...options, locations: 2 }, progress)
    process.stdout.write(`\n${renderResult(result)}\n`)
    exitCode = findings(result).length > 0 ? 1 : 0
  }
  return options.serve ? serve(store) : exitCode
}

async function serve(store: Store): Promise<number> {
  process.stdout.write(await welcome(store.url))
  process.stdout.write(`Serving until Ctrl-C; the store's log is ${store.logFile}.\n`)
  await store.ended
  throw new Error(`The store ended. Read ${store.logFile}.`)
}

void runCommand(main)
