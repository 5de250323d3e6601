import { configManager } from "@medusajs/framework/config"
import { holdfastOptions, type HoldfastOptions } from "../contracts/options"

export const LEDGER_MODULE = "holdfast_ledger"
export const DROPS_MODULE = "holdfast_drops"
export const TRADING_MODULE = "holdfast_trading"
/** The sweeper's job. */
export const SWEEP_JOB = "holdfast-sweep-holds"
export const PLUGIN_NAME = "medusa-plugin-holdfast"

const parsed = new WeakMap<object, HoldfastOptions>()

/**
 * The plugin's options: from its entry in `medusa-config.ts`, or the ledger module's entry where a
 * store has the plugin's sources in its own tree.
 * @throws Error with a sentence for each wrong field. The ledger's loader calls it, which stops the
 * boot.
 */
export function readOptions(): HoldfastOptions {
  const raw = findRawOptions()
  const known = parsed.get(raw)
  if (known) return known
  // Medusa adds its own `database` to the options of every module.
  const { database: _, ...own } = raw as { database?: unknown }
  const result = holdfastOptions.safeParse(own)
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => {
      const path = issue.path.join(".")
      return `  - ${path ? `"${path}": ` : ""}${issue.message}`
    })
    throw new Error(
      `The options of ${PLUGIN_NAME} in medusa-config.ts are wrong:\n${wrong.join("\n")}\n` +
        "Fix them and start again; docs/reference/options.md lists every option."
    )
  }
  parsed.set(raw, result.data)
  return result.data
}

const NO_OPTIONS = {}

function findRawOptions(): object {
  const config = configManager.config
  for (const plugin of config.plugins ?? []) {
    if (typeof plugin === "object" && plugin.resolve === PLUGIN_NAME)
      return plugin.options ?? NO_OPTIONS
  }
  const modules: Record<string, unknown> = config.modules ?? {}
  const entry = modules[LEDGER_MODULE]
  if (typeof entry === "object" && entry !== null && "options" in entry) {
    return typeof entry.options === "object" && entry.options !== null ? entry.options : NO_OPTIONS
  }
  return NO_OPTIONS
}
