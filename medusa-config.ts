import { defineConfig } from "@medusajs/framework/utils"
import { baseConfig } from "./scripts/store/base-config"

/**
 * This repository is the plugin and, with this file, a store that runs it from source: for the
 * demo, the rush and the tests. A store that installs the package names it under `plugins` instead
 * (see README).
 */
const { modules, ...base } = baseConfig()

/** The plugin's options as JSON, so that a test can start a store with any of them. */
const options = JSON.parse(process.env.HOLDFAST_OPTIONS ?? "{}") as Record<string, unknown>

/**
 * Modules that a test adds to the store, such as a payment provider: the path of a file that
 * exports them.
 */
const extra = process.env.EXTRA_MODULES
  ? // eslint-disable-next-line @typescript-eslint/no-require-imports -- read synchronously
    (require(process.env.EXTRA_MODULES) as { default: typeof modules }).default
  : []

module.exports = defineConfig({
  ...base,
  modules: [
    ...modules,
    ...extra,
    { resolve: "./src/modules/ledger", options },
    { resolve: "./src/modules/drops" },
    { resolve: "./src/modules/trading" },
  ],
})
