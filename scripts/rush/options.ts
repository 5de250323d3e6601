import { Command, InvalidArgumentError, Option } from "commander"
import { ADMIN } from "../seed/accounts"

export interface RushOptions {
  shoppers: number
  units: number
  locations: 1 | 2
  processes: number
  lock: "memory" | "postgres"
  stockMedusa: boolean
  /** Reserve from a limited release instead of filling carts. */
  drop: boolean
  /** Of those who hold a unit of the drop, so many buy it. */
  purchases: number
  json: boolean
  /** Rush Medusa without and with the plugin, and draw both into this file. */
  svg?: string
  /** A running store to rush instead of a throwaway one. */
  url?: string
  adminEmail: string
  adminPassword: string
  /** Of the store at `url`, to look at its ledger too. */
  databaseUrl?: string
}

export function parseRushOptions(argv: string[]): RushOptions {
  const program = new Command("npm run rush --")
    .description(
      "Many shoppers go for a few units at once, over HTTP, each with a cart of their own. Starts a throwaway store, " +
        "unless --url names a running one."
    )
    .option("--shoppers <n>", "shoppers", count("shoppers", 10_000), 150)
    .option("--units <n>", "units in stock", count("units", 100_000), 10)
    .addOption(
      new Option("--locations <n>", "stock locations that the units lie at")
        .choices(["1", "2"])
        .default("2")
    )
    .option("--processes <n>", "server processes on one database", count("processes", 8), 1)
    .addOption(
      new Option("--lock <provider>", "Medusa's lock provider")
        .choices(["memory", "postgres"])
        .default("memory")
    )
    .option("--stock-medusa", "the same store without the plugin, for the contrast", false)
    .option(
      "--drop",
      "a limited release: customers reserve, and those who hold a unit buy it",
      false
    )
    .option(
      "--purchases <n>",
      "with --drop: how many of those who hold a unit buy it (default: all)",
      count("purchases", 100_000)
    )
    .option("--json", "print one JSON object and nothing else on stdout", false)
    .option("--svg <file>", "rush without and with the plugin, and draw both side by side")
    .option("--url <url>", "a running store, e.g. http://localhost:9000", storeUrl)
    .option("--admin-email <email>", "admin login of that store", ADMIN.email)
    .option("--admin-password <password>", "its password", ADMIN.password)
    .option(
      "--database-url <url>",
      "its database, to compare ledger and reservations as well (--drop needs it)"
    )
    .allowExcessArguments(false)
    .parse(argv, { from: "user" })

  const options = program.opts<Omit<RushOptions, "locations"> & { locations: "1" | "2" }>()
  if (options.url) {
    for (const name of ["processes", "lock", "stockMedusa"]) {
      if (program.getOptionValueSource(name) === "cli") {
        program.error(
          "--url names a store that runs already: --processes, --lock and --stock-medusa are its own affair."
        )
      }
    }
  } else if (options.databaseUrl) {
    program.error("--database-url goes with --url; a throwaway store knows its own database.")
  }
  if (options.svg && (options.url || options.drop || options.stockMedusa)) {
    program.error("--svg starts its own two stores: it goes without --url, --drop, --stock-medusa.")
  }
  if (options.drop && options.stockMedusa) {
    program.error("Medusa has no limited releases: --drop goes without --stock-medusa.")
  }
  if (options.drop && options.url && !options.databaseUrl) {
    program.error(
      "--drop makes customers by the thousand in the database: name it with --database-url."
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
