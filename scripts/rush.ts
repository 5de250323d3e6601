import { openDatabaseServer } from "./lib/database"
import { runCommand, type Defer } from "./lib/run"
import { startStore } from "./lib/store"
import { dropFindings } from "./rush/drop/result"
import { rushDrop } from "./rush/drop/rush-drop"
import { renderDropResult } from "./rush/drop/table"
import { parseRushOptions, type RushOptions } from "./rush/options"
import { createProgress, type Progress } from "./rush/progress"
import { findings } from "./rush/result"
import { rushStore, type RushTarget } from "./rush/rush-store"
import { renderResult } from "./rush/table"
import { AS_IN_PRODUCTION } from "./store/base-config"
import { createThrowawayDatabase } from "./store/throwaway"

/** `npm run rush -- --help` tells what it takes. */
async function main(defer: Defer): Promise<number> {
  const options = parseRushOptions(process.argv.slice(2))
  const progress = createProgress(!options.json)
  const target = options.url
    ? runningStore(options, options.url)
    : await throwawayStore(options, progress, defer)
  const print = (text: string) => process.stdout.write(`${text}\n`)
  if (options.drop) {
    const result = await rushDrop(target, options, progress)
    print(options.json ? JSON.stringify(result) : renderDropResult(result))
    return dropFindings(result).length > 0 ? 1 : 0
  }
  const result = await rushStore(target, options, progress)
  print(options.json ? JSON.stringify(result) : renderResult(result))
  // Stock Medusa is there to show its faults: having them is not a failure of the run.
  return target.store !== "stock" && findings(result).length > 0 ? 1 : 0
}

function runningStore(options: RushOptions, url: string): RushTarget {
  return {
    store: "url",
    urls: [url],
    admin: { email: options.adminEmail, password: options.adminPassword },
    databaseUrl: options.databaseUrl,
  }
}

async function throwawayStore(
  options: RushOptions,
  progress: Progress,
  defer: Defer
): Promise<RushTarget> {
  const kind = options.stockMedusa ? "stock" : "holdfast"
  const server = await openDatabaseServer()
  defer(() => server.close())
  const database = await createThrowawayDatabase(server, kind, progress.say)
  defer(() => database.drop())
  const urls: string[] = []
  for (let started = 0; started < options.processes; started++) {
    const store = await startStore({
      databaseUrl: database.url,
      kind,
      lock: options.lock,
      // Not for carts, where stock Medusa is the contrast: as it comes.
      env: options.drop ? AS_IN_PRODUCTION : {},
    })
    defer(() => store.stop())
    progress.say(`The ${kind} store serves at ${store.url}.`)
    urls.push(store.url)
  }
  const admin = { email: options.adminEmail, password: options.adminPassword }
  return { store: kind, urls, admin, databaseUrl: database.url }
}

void runCommand(main)
