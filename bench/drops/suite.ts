import type { Throughput } from "../kernel/callers"
import { median, percentile, rounded } from "../../scripts/lib/statistics"
import type { Aim, BenchContext, Row, SuiteResult } from "../suite"
import { DUE, measureExpiry, type ExpiryRun, type ExpiryWay } from "./expiry"
import { CALLERS, measureHttp, WINDOW, type HttpCase, type HttpRound } from "./http"
import { KERNEL_CALLERS, measureKernel, type KernelCase, type KernelRound } from "./kernel"

const HTTP: Record<HttpCase, string> = {
  empty: "(a) an empty route in Medusa",
  reserve: "(b) POST /store/drops/:id/reserve",
  soldOut: "(c) the same, sold out",
  tunedEmpty: "(a) in a store set up as in the production guide",
  tunedReserve: "(b) in such a store",
  tunedSoldOut: "(c) in such a store",
  tunedPage: "GET /store/drops/:id in such a store",
  bare: "an empty route in Medusa, outside /store",
  plain: "(e) the plain design, Express and Sequelize",
  plainSoldOut: "(e) the same, sold out",
}

const KERNEL: Record<KernelCase, string> = {
  hotRow: "(d) one hot-row statement per request, no HTTP",
  reserve: "(b) reserve, no HTTP",
}

const EXPIRY: Record<ExpiryWay, string> = {
  none: "reserve while nothing is due",
  sweep: `reserve while the sweeper expires ${DUE.toLocaleString("en")} holds`,
  reclaim: "the same, and the drop is full of them",
}

const AIMS = { reserve: 0.9, soldOut: 0.95, kernel: 20, whole: 2, blockMs: 50 }

/** A drop's reserve against an empty route, the hot row, and the design that most people build. */
export async function benchDrops(context: BenchContext): Promise<SuiteResult> {
  const http = await measureHttp(context)
  const kernel = await measureKernel(context)
  const expiry = {
    none: await measureExpiry(context, "none"),
    sweep: await measureExpiry(context, "sweep"),
    reclaim: await measureExpiry(context, "reclaim"),
  }
  return {
    title: "Drops: thousands of reserves at once",
    config: {
      rounds: context.rounds,
      "measured per round": `${WINDOW.measuredMs} ms`,
      "server processes": 1,
      "due holds": DUE,
      "expired in batches of": expiry.sweep.batch,
    },
    columns: [
      { key: "callers", title: "callers" },
      { key: "per_s", title: "requests/s" },
      { key: "p50_ms", title: "p50 ms" },
      { key: "p99_ms", title: "p99 ms" },
      { key: "longest_ms", title: "longest ms" },
      { key: "ratio", title: "ratio" },
    ],
    rows: [
      ...(Object.keys(HTTP) as HttpCase[]).map((name) => httpRow(name, http)),
      ...(Object.keys(KERNEL) as KernelCase[]).map((name) => kernelRow(name, kernel)),
      ...(Object.keys(EXPIRY) as ExpiryWay[]).map((way) => expiryRow(EXPIRY[way], expiry[way])),
    ],
    aims: [
      atLeast("(b) over (a)", AIMS.reserve, ratio(http, "reserve", "empty")),
      atLeast("(c) over (a)", AIMS.soldOut, ratio(http, "soldOut", "empty")),
      atLeast("(b) over (d), both without HTTP", AIMS.kernel, ratio(kernel, "reserve", "hotRow")),
      atLeast(
        "(b) over (a), production guide",
        AIMS.reserve,
        ratio(http, "tunedReserve", "tunedEmpty")
      ),
      atLeast(
        "(c) over (a), production guide",
        AIMS.soldOut,
        ratio(http, "tunedSoldOut", "tunedEmpty")
      ),
      atLeast("(b) over (e)", AIMS.whole, ratio(http, "reserve", "plain")),
      atLeast("(b) over (e), production guide", AIMS.whole, ratio(http, "tunedReserve", "plain")),
      ...(["sweep", "reclaim"] as const).map((way) => {
        const value = rounded(Math.max(...expiry[way].waits))
        const what = `longest ${EXPIRY[way]}, ms`
        return { what, value, aim: `<= ${AIMS.blockMs}`, met: value <= AIMS.blockMs }
      }),
    ],
  }
}

function ratio<Case extends string>(
  rounds: readonly Record<Case, Throughput>[],
  of: Case,
  to: Case
): number {
  return rounded(median(rounds.map((round) => round[of].calls_per_s / round[to].calls_per_s)))
}

function atLeast(what: string, aim: number, value: number): Aim {
  return { what, value, aim: `>= ${aim}`, met: value >= aim }
}

function httpRow(name: HttpCase, rounds: readonly HttpRound[]): Row {
  const runs = rounds.map((round) => round[name])
  return {
    ...toRow(HTTP[name], CALLERS, runs),
    ratio: `${ratio(rounds, name, name.startsWith("tuned") ? "tunedEmpty" : "empty")} of (a)`,
  }
}

function kernelRow(name: KernelCase, rounds: readonly KernelRound[]): Row {
  const runs = rounds.map((round) => round[name])
  return {
    ...toRow(KERNEL[name], KERNEL_CALLERS[name], runs),
    ratio: `${ratio(rounds, name, "hotRow")} of (d)`,
  }
}

function toRow(name: string, callers: number, runs: readonly Throughput[]): Row {
  const middle = (figure: keyof Throughput) => median(runs.map((run) => run[figure]))
  return {
    name,
    callers,
    per_s: Math.round(middle("calls_per_s")),
    p50_ms: rounded(middle("p50_ms")),
    p99_ms: rounded(middle("p99_ms")),
    longest_ms: null,
  }
}

function expiryRow(name: string, { wall_ms, batches, waits }: ExpiryRun): Row {
  return {
    name,
    callers: 1,
    per_s: Math.round((waits.length / wall_ms) * 1_000),
    p50_ms: rounded(percentile(waits, 0.5)),
    p99_ms: rounded(percentile(waits, 0.99)),
    longest_ms: rounded(Math.max(...waits)),
    ratio: batches > 1 ? `all expired in ${rounded(wall_ms / 1_000)} s` : "-",
  }
}
