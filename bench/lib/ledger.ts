import { configManager } from "@medusajs/framework/config"
import type { Logger } from "@medusajs/framework/types"
import type { HoldfastOptionsInput } from "../../src/contracts/options"
import { LEDGER_MODULE } from "../../src/shared/options"
import LedgerModuleService from "../../src/modules/ledger/service"

/** The ledger's service as Medusa creates it, without Medusa and without an event bus. */
export function openLedger(
  databaseUrl: string,
  options: HoldfastOptionsInput = {}
): { ledger: LedgerModuleService; close: () => Promise<void> } {
  const configModule = configManager.loadConfig({
    projectConfig: {
      projectConfig: { databaseUrl, http: NO_HTTP },
      modules: { [LEDGER_MODULE]: { resolve: "./src/modules/ledger", options } },
      logger: quietLogger,
    },
    baseDir: process.cwd(),
  })
  const ledger = new LedgerModuleService({ configModule, logger: quietLogger })
  return { ledger, close: () => ledger.__hooks.onApplicationShutdown() }
}

/** Medusa's config requires them, though nothing here serves HTTP. */
const NO_HTTP = { storeCors: "", adminCors: "", authCors: "", jwtSecret: "-", cookieSecret: "-" }

const complain = (message: unknown): void => void process.stderr.write(`${String(message)}\n`)
const ignore = (): void => undefined

/** Logs only problems; stdout belongs to the result. */
const quietLogger: Logger = {
  panic: complain,
  error: complain,
  warn: complain,
  shouldLog: () => false,
  setLogLevel: ignore,
  unsetLogLevel: ignore,
  activity: () => "",
  progress: ignore,
  failure: ignore,
  success: () => ({}),
  silly: ignore,
  debug: ignore,
  verbose: ignore,
  http: ignore,
  info: ignore,
  log: ignore,
}
