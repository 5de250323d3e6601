import { Command } from "commander"
import { count } from "../rush/options"

export interface DemoOptions {
  shoppers: number
  units: number
  serve: boolean
  rush: boolean
  fresh: boolean
  port?: number
}

export function parseDemoOptions(argv: string[]): DemoOptions {
  return new Command("npm run demo --")
    .description("Starts a sneaker shop with Holdfast, rushes it once, and keeps serving it.")
    .option("--shoppers <n>", "shoppers of the rush", count("shoppers", 2_000), 150)
    .option("--units <n>", "units in stock", count("units", 100_000), 10)
    .option(
      "--port <n>",
      "port to serve at (default: a free one from 9000)",
      count("the port", 65_535)
    )
    .option("--fresh", "start over with a new database", false)
    .option("--no-rush", "only serve the shop")
    .option("--no-serve", "end after the rush")
    .allowExcessArguments(false)
    .parse(argv, { from: "user" })
    .opts<DemoOptions>()
}
