import { median, rounded } from "../../scripts/lib/statistics"
import type { Aim, BenchContext, Row, SuiteResult } from "../suite"
import { CALLERS, LIMIT, SHAPES, WINDOW, type Case, type Figures, type Round } from "./cases"
import { measureHttp } from "./http"
import { measureOperation } from "./operation"
import { MARKET, type Shape } from "./seed"

/** The 95th percentile of a request for matches. */
const AIM_P95_MS = 200

const SHAPE_NAMES: Record<Shape, string> = {
  even: "every variant listed alike",
  skewed: "four in ten want the same variant",
}

/** GET /store/trades/matches on a market of listings, by each customer. */
export async function benchTrades(context: BenchContext): Promise<SuiteResult> {
  const ways = {
    "matching, no HTTP": await measureOperation(context),
    "GET /store/trades/matches": await measureHttp(context),
  }
  const cases = Object.entries(ways).flatMap(([way, measured]) =>
    SHAPES.flatMap((shape) =>
      CALLERS.map((callers) => ({
        name: `${way}: ${SHAPE_NAMES[shape]}`,
        callers,
        rounds: measured[shape],
      }))
    )
  )
  return {
    title: "Trades: swaps and rings of three",
    config: {
      rounds: context.rounds,
      "measured per round": `${WINDOW.measuredMs} ms`,
      listings: MARKET.listings,
      customers: MARKET.customers,
      variants: MARKET.variants,
      seed: MARKET.seed,
      "matches per response": LIMIT,
      "server processes": 1,
    },
    columns: [
      { key: "callers", title: "callers" },
      { key: "per_s", title: "requests/s" },
      { key: "p50_ms", title: "p50 ms" },
      { key: "p95_ms", title: "p95 ms" },
      { key: "p99_ms", title: "p99 ms" },
      { key: "cpu_ms", title: "CPU ms" },
    ],
    rows: cases.map(({ name, callers, rounds }) => toRow(name, callers, rounds)),
    aims: cases
      .filter(({ callers }) => callers === 1)
      .map(({ name, callers, rounds }): Aim => {
        const value = middle(rounds, callers, "p95_ms")
        return {
          what: `${name}, p95 ms`,
          value,
          aim: `<= ${AIM_P95_MS}`,
          met: value <= AIM_P95_MS,
        }
      }),
  }
}

const middle = (rounds: readonly Round[], callers: Case, figure: keyof Figures): number =>
  rounded(median(rounds.map((round) => round[callers][figure])))

function toRow(name: string, callers: Case, rounds: readonly Round[]): Row {
  return {
    name,
    callers,
    per_s: middle(rounds, callers, "calls_per_s"),
    p50_ms: middle(rounds, callers, "p50_ms"),
    p95_ms: middle(rounds, callers, "p95_ms"),
    p99_ms: middle(rounds, callers, "p99_ms"),
    cpu_ms: middle(rounds, callers, "cpu_ms"),
  }
}
