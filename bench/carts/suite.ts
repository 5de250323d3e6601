import { median, percentile, rounded } from "../../scripts/lib/statistics"
import type { BenchContext, Row, SuiteResult } from "../suite"
import { startBenchStore, type BenchStore } from "./bench-store"
import { goShopping, type Shopping, type Timing } from "./shopping"

/** Carts per kind of store, round and concurrency. */
const CARTS = 24
/** The stores alternate this often in a round, so that a slow phase of the machine hits both. */
const TURNS = 3
const CONCURRENCIES = [1, 4]

const STORE = { connections: 8, stages: 8 }

/** Time with the plugin divided by time without it. */
const AIM = 1.15

const OPERATIONS = {
  add: "POST /store/carts/:id/line-items",
  complete: "POST /store/carts/:id/complete",
} as const satisfies Record<keyof Shopping, string>
type Operation = keyof typeof OPERATIONS

interface Round {
  atOnce: number
  without: Record<Operation, Timing>
  with: Record<Operation, Timing>
}

/** What the plugin costs a shopper on a quiet day: the same store with and without it. */
export async function benchCarts(context: BenchContext): Promise<SuiteResult> {
  const { rounds, say } = context
  const stock = await startBenchStore(context, "stock", STORE)
  const holdfast = await startBenchStore(context, "holdfast", STORE)
  say("carts: warming up")
  for (const atOnce of CONCURRENCIES) await shopInBoth(stock, holdfast, atOnce)
  const measured: Round[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`carts: round ${round} of ${rounds}`)
    for (const atOnce of CONCURRENCIES) measured.push(await shopInBoth(stock, holdfast, atOnce))
  }
  await holdfast.stop()
  await stock.stop()

  const rows = CONCURRENCIES.flatMap((atOnce) =>
    (["add", "complete"] as const).map((operation) => toRow(measured, atOnce, operation))
  )
  return {
    title: "Carts: the store with the plugin against the same store without it",
    config: { rounds, "carts per round": CARTS, "lines per cart": 1, "stock locations": 2 },
    columns: [
      { key: "at_once", title: "at once" },
      { key: "without_p50_ms", title: "without p50 ms" },
      { key: "with_p50_ms", title: "with p50 ms" },
      { key: "ratio", title: "ratio" },
      { key: "ratio_range", title: "of all rounds" },
      { key: "without_p95_ms", title: "without p95 ms" },
      { key: "with_p95_ms", title: "with p95 ms" },
      { key: "cpu_ratio", title: "CPU ratio" },
    ],
    rows,
    aims: rows.map(({ name, at_once, ratio }) => ({
      what: `${name}, ${at_once} at once`,
      value: Number(ratio),
      aim: `<= ${AIM}`,
      met: Number(ratio) <= AIM,
    })),
  }
}

async function shopInBoth(stock: BenchStore, holdfast: BenchStore, atOnce: number): Promise<Round> {
  const taken: Record<"without" | "with", Shopping[]> = { without: [], with: [] }
  for (let turn = 0; turn < TURNS; turn++) {
    const carts = CARTS / TURNS
    const without = async () => taken.without.push(await goShopping(stock, { carts, atOnce }))
    const withPlugin = async () => taken.with.push(await goShopping(holdfast, { carts, atOnce }))
    for (const shop of turn % 2 ? [withPlugin, without] : [without, withPlugin]) await shop()
  }
  return { atOnce, without: together(taken.without), with: together(taken.with) }
}

function together(turns: readonly Shopping[]): Shopping {
  const all = (operation: Operation): Timing => ({
    waits: turns.flatMap((turn) => turn[operation].waits),
    cpu: turns.reduce<number | undefined>((sum, { [operation]: { cpu } }) => {
      return sum === undefined || cpu === undefined ? undefined : sum + cpu
    }, 0),
  })
  return { add: all("add"), complete: all("complete") }
}

function toRow(measured: readonly Round[], atOnce: number, operation: Operation): Row {
  const rounds = measured.filter((round) => round.atOnce === atOnce)
  const figure = (side: "with" | "without", share: number) =>
    rounded(median(rounds.map((round) => percentile(round[side][operation].waits, share))))
  const ratios = rounds.map(
    (round) => median(round.with[operation].waits) / median(round.without[operation].waits)
  )
  const cpuRatios = rounds.flatMap(
    ({ with: { [operation]: ours }, without: { [operation]: theirs } }) =>
      ours.cpu && theirs.cpu ? [ours.cpu / theirs.cpu] : []
  )
  return {
    name: OPERATIONS[operation],
    at_once: atOnce,
    without_p50_ms: figure("without", 0.5),
    with_p50_ms: figure("with", 0.5),
    ratio: rounded(median(ratios)),
    ratio_range: `${rounded(Math.min(...ratios))} to ${rounded(Math.max(...ratios))}`,
    without_p95_ms: figure("without", 0.95),
    with_p95_ms: figure("with", 0.95),
    cpu_ratio: cpuRatios.length ? rounded(median(cpuRatios)) : null,
  }
}
