import { createLedgerDatabase } from "../lib/empty-database"
import { median, rounded } from "../../scripts/lib/statistics"
import type { BenchContext, Row, SuiteResult } from "../suite"
import type { Throughput } from "./callers"
import { batched, hotRow, oneByOne } from "./contenders"
import { measureContest, OURS, PLENTY, WINDOW, type Contest } from "./contest"

/** Over the hot row, in the same run. */
const AIM = 20

interface Case extends Contest {
  name: string
}

const BASELINE = "(a) one hot-row statement per call"
const CASES: Case[] = [
  { name: BASELINE, open: hotRow, callers: 50, connections: 50, units: PLENTY },
  {
    name: "(a) with the ledger's number of connections",
    open: hotRow,
    callers: 50,
    connections: OURS,
    units: PLENTY,
  },
  { name: "(b) reserve", open: batched, callers: 1, connections: OURS, units: PLENTY },
  { name: "(b) reserve", open: batched, callers: 50, connections: OURS, units: PLENTY },
  { name: "(b) reserve", open: batched, callers: 1_000, connections: OURS, units: PLENTY },
  { name: "(b) reserve", open: batched, callers: 5_000, connections: OURS, units: PLENTY },
  { name: "(b) reserve, sold out", open: batched, callers: 1_000, connections: OURS, units: 100 },
  {
    name: "(c) reserve, one transaction per call",
    open: oneByOne,
    callers: 50,
    connections: OURS,
    units: PLENTY,
  },
]

/** Reservations per second on one hot pool: the ledger against one statement per call. */
export async function benchKernel({
  server,
  defer,
  say,
  rounds,
}: BenchContext): Promise<SuiteResult> {
  const database = await createLedgerDatabase(server)
  defer(() => database.drop())
  const taken = new Map(CASES.map((one) => [one, [] as Throughput[]]))
  for (let round = 1; round <= rounds; round++) {
    say(`kernel: round ${round} of ${rounds}`)
    for (const one of CASES) taken.get(one)?.push(await measureContest(database.url, one))
  }

  const speeds = CASES.map((one) => median((taken.get(one) ?? []).map((run) => run.calls_per_s)))
  // The faster hot row: more connections only wait for the same row.
  const baseline = Math.max(speeds[0] ?? 0, speeds[1] ?? 0)
  const rows = CASES.map((one, index) =>
    toRow(one, taken.get(one) ?? [], (speeds[index] ?? 0) / baseline)
  )
  const best = Math.max(
    ...rows.filter((row) => row.name === "(b) reserve").map((row) => Number(row.ratio))
  )
  return {
    title: "Kernel: units taken from one hot pool, each by another holder",
    config: {
      rounds,
      "measured per round": `${WINDOW.measuredMs} ms`,
      "ratio to": "the faster of the first two rows",
    },
    columns: [
      { key: "callers", title: "callers" },
      { key: "connections", title: "connections" },
      { key: "calls_per_s", title: "calls/s" },
      { key: "p50_ms", title: "p50 ms" },
      { key: "p99_ms", title: "p99 ms" },
      { key: "ratio", title: "ratio to (a)" },
    ],
    rows,
    aims: [
      {
        what: "batched reserve over one hot-row statement per call",
        value: best,
        aim: `>= ${AIM}`,
        met: best >= AIM,
      },
    ],
  }
}

function toRow({ name, callers, connections }: Case, runs: Throughput[], ratio: number): Row {
  const middle = (figure: keyof Throughput) => rounded(median(runs.map((run) => run[figure])))
  return {
    name,
    callers,
    connections,
    calls_per_s: Math.round(median(runs.map((run) => run.calls_per_s))),
    p50_ms: middle("p50_ms"),
    p99_ms: middle("p99_ms"),
    ratio: rounded(ratio),
  }
}
