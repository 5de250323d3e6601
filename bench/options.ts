import { Argument, Command } from "commander"
import { count } from "../scripts/rush/options"

const SUITE_NAMES = ["kernel", "carts", "drops", "trades", "isolation"] as const
export type SuiteName = (typeof SUITE_NAMES)[number]

/** `isolation` answers one design question and takes long: it only runs when named. */
const DEFAULT_SUITES: SuiteName[] = ["kernel", "carts", "drops", "trades"]

export interface BenchOptions {
  suites: SuiteName[]
  rounds: number
  json: boolean
}

export function parseBenchOptions(argv: string[]): BenchOptions {
  const program = new Command("npm run bench --")
    .description("Measures Holdfast and what it is compared with, in one run on one machine.")
    .addArgument(
      new Argument("[suite...]", "what to measure")
        .choices(SUITE_NAMES)
        .default(DEFAULT_SUITES, DEFAULT_SUITES.join(", "))
    )
    .option(
      "--rounds <n>",
      "measurements of each figure; the median counts",
      count("rounds", 50),
      5
    )
    .option("--json", "print only one JSON object on stdout", false)
    .parse(argv, { from: "user" })
  const [suites] = program.processedArgs as [SuiteName[]]
  return { ...program.opts<Omit<BenchOptions, "suites">>(), suites }
}
