import { Argument, Command } from "commander"
import { count } from "../scripts/rush/options"

export const SUITE_NAMES = ["kernel", "carts", "drops", "trades", "isolation"] as const
export type SuiteName = (typeof SUITE_NAMES)[number]

/** `isolation` answers one question of design and takes long, so it runs when it is named. */
const DEFAULT_SUITES: SuiteName[] = ["kernel", "carts", "drops", "trades"]

export interface BenchOptions {
  suites: SuiteName[]
  rounds: number
  json: boolean
}

export function parseBenchOptions(argv: string[]): BenchOptions {
  const program = new Command("npm run bench --")
    .description("Measures Holdfast against what it is compared with, in one run on one machine.")
    .addArgument(
      new Argument("[suite...]", "what to measure")
        .choices(SUITE_NAMES)
        .default(DEFAULT_SUITES, DEFAULT_SUITES.join(", "))
    )
    .option(
      "--rounds <n>",
      "times that each figure is taken; the median counts",
      count("rounds", 50),
      5
    )
    .option("--json", "print one JSON object and nothing else on stdout", false)
    .parse(argv, { from: "user" })
  const [suites] = program.processedArgs as [SuiteName[]]
  return { ...program.opts<Omit<BenchOptions, "suites">>(), suites }
}
