import { Command, InvalidArgumentError, Option } from "commander"
import { ADMIN } from "../seed/accounts"

export interface RushOptions {
  shoppers: number
  units: number
  locations: 1 | 2
  processes: number
  lock: "memory" | "postgres"
  stockMedusa: boolean
  /** Reserve from a drop instead of filling carts. */
  drop: boolean
  /** How many of the drop's holders buy. */
  purchases: number
  json: boolean
  /** Rush Medusa without and with the plugin, and draw both into this SVG file. */
  svg?: string
  /** A running store to rush, instead of a throwaway one. */
  url?: string
  adminEmail: string
  adminPassword: string
  /** The database of the store at `url`, to check its ledger too. */
  databaseUrl?: string
}

export function parseRushOptions(argv: string[]): RushOptions {
  const program = new Command("npm run rush --")
    .description(
      "Many shoppers try to buy a few units at once over HTTP, each with their own cart. Starts a throwaway store unless " +
        "--url names a running one."
    )
    .option("--shoppers <n>", "shoppers", count("shoppers", 10_000), 150)
    .option("--units <n>", "units in stock", count("units", 100_000), 10)
    .addOption(
      new Option("--locations <n>", "stock locations of the units").choices(["1", "2"]).default("2")
    )
    .option("--processes <n>", "server processes on one database", count("processes", 8), 1)
    .addOption(
      new Option("--lock <provider>", "Medusa's lock provider")
        .choices(["memory", "postgres"])
        .default("memory")
    )
    .option("--stock-medusa", "the same store without the plugin, for comparison", false)
    .option("--drop", "rush a drop: customers reserve, then holders buy", false)
    .option(
      "--purchases <n>",
      "with --drop: how many holders buy (default: all)",
      count("purchases", 100_000)
    )
    .option("--json", "print only one JSON object on stdout", false)
    .option("--svg <file>", "rush without and with the plugin, and draw both side by side")
    .option("--url <url>", "a running store, e.g. http://localhost:9000", storeUrl)
    .option("--admin-email <email>", "admin login of that store", ADMIN.email)
    .option("--admin-password <password>", "its password", ADMIN.password)
    .option("--database-url <url>", "its database, to check the ledger too (--drop needs it)")
    .allowExcessArguments(false)
    .parse(argv, { from: "user" })

  const options = program.opts<Omit<RushOptions, "locations"> & { locations: "1" | "2" }>()
  if (options.url) {
    for (const name of ["processes", "lock", "stockMedusa"]) {
      if (program.getOptionValueSource(name) === "cli") {
        program.error(
          "--url names a running store: --processes, --lock and --stock-medusa do not apply."
        )
      }
    }
  } else if (options.databaseUrl) {
    program.error("--database-url needs --url; a throwaway store has its own database.")
  }
  if (options.svg && (options.url || options.drop || options.stockMedusa)) {
    program.error("--svg starts its own two stores: omit --url, --drop and --stock-medusa.")
  }
  if (options.drop && options.stockMedusa) {
    program.error("Medusa has no drops: omit --drop or --stock-medusa.")
  }
  if (options.drop && options.url && !options.databaseUrl) {
    program.error(
      "--drop creates thousands of customers in the database: name it with --database-url."
    )
  }
  return {
    ...options,
    purchases: options.purchases ?? Infinity,
    locations: options.locations === "1" ? 1 : 2,
  }
}

export function count(what: string, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= 1 && value <= max) return value
    throw new InvalidArgumentError(`Give ${what} as a whole number from 1 to ${max}.`)
  }
}

function storeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new InvalidArgumentError("Give the store's address, for instance http://localhost:9000.")
}
