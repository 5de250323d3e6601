import { writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { openDatabaseServer } from "./lib/database"
import { runCommand, undo, type Defer } from "./lib/run"
import { startStore } from "./lib/store"
import { parseRushOptions, type RushOptions } from "./rush/options"
import { drawRush } from "./rush/picture"
import { createProgress, type Progress } from "./rush/progress"
import { findings, type RushResult } from "./rush/result"
import { rushDrop, rushStore, type RushTarget } from "./rush/rush-store"
import { renderResult } from "./rush/table"
import { AS_IN_PRODUCTION } from "./store/base-config"
import { medusaVersion, type StoreKind } from "./store/projects"
import { createThrowawayDatabase } from "./store/throwaway"

/** `npm run rush -- --help` lists its options. */
async function main(defer: Defer): Promise<number> {
  const options = parseRushOptions(process.argv.slice(2))
  const progress = createProgress(!options.json)
  const print = (text: string) => process.stdout.write(`${text}\n`)
  if (options.svg) {
    const comparison = {
      date: new Date().toISOString().slice(0, 10),
      medusa: medusaVersion(),
      cores: cpus().length,
      stock: await rushOnce("stock", options, progress, defer),
      holdfast: await rushOnce("holdfast", options, progress, defer),
    }
    writeFileSync(options.svg, drawRush(comparison))
    if (options.json) print(JSON.stringify(comparison))
    return 0
  }
  const target = options.url
    ? runningStore(options, options.url)
    : await throwawayStore(options.stockMedusa ? "stock" : "holdfast", options, progress, defer)
  const rush = options.drop ? rushDrop : rushStore
  const result = await rush(target, options, progress)
  print(options.json ? JSON.stringify(result) : renderResult(result))
  // Stock Medusa is expected to oversell, so its findings fail nothing.
  return target.store !== "stock" && findings(result).length > 0 ? 1 : 0
}

/** Stops its store before the next one starts: they would share the machine. */
async function rushOnce(
  kind: StoreKind,
  options: RushOptions,
  progress: Progress,
  defer: Defer
): Promise<RushResult> {
  const cleanups: Parameters<Defer>[0][] = []
  defer(() => undo(cleanups))
  const deferHere: Defer = (cleanup) => void cleanups.push(cleanup)
  const target = await throwawayStore(kind, options, progress, deferHere)
  const result = await rushStore(target, options, progress)
  await undo(cleanups)
  return result
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
  kind: StoreKind,
  options: RushOptions,
  progress: Progress,
  defer: Defer
): Promise<RushTarget> {
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
      // The carts' rush runs stock Medusa too, with Medusa's defaults.
      env: options.drop ? AS_IN_PRODUCTION : {},
    })
    defer(() => store.stop())
    progress.say(`The ${kind} store is ready at ${store.url}.`)
    urls.push(store.url)
  }
  const admin = { email: options.adminEmail, password: options.adminPassword }
  return { store: kind, urls, admin, databaseUrl: database.url }
}

void runCommand(main)
