import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT, stateFolder } from "../../scripts/lib/paths"
import { runMedusa } from "../../scripts/store/medusa-cli"
import { startBenchStore } from "../carts/bench-store"
import { fillCarts } from "../carts/shopping"
import { median, percentile, rounded } from "../../scripts/lib/statistics"
import type { BenchContext, Row, SuiteResult } from "../suite"
import type { ProbeInput, ProbeOutput, Way } from "./probe"

/** Carts that are completed at once, past every gate, like a burst of payment webhooks. */
const CARTS = 60
const QUIET_MS = 2_000

/** A process that waits for one of these locks keeps a connection: that exhausts Medusa's pool. */
const LOCK = "postgres"

const WAYS = {
  own: "the ledger's own pool (ledger.connections: 4)",
  shared: "Medusa's pool",
} as const satisfies Record<Way, string>

/** Does the ledger respond while Medusa's connections are taken, with its own pool or Medusa's? */
export async function benchIsolation(context: BenchContext): Promise<SuiteResult> {
  const { rounds, say } = context
  const store = await startBenchStore(context, "holdfast", { connections: 8, stages: 30 })
  const outputs: ProbeOutput[] = []
  say(`isolation: filling ${CARTS * rounds} carts`)
  await fillCarts(store, { carts: CARTS * rounds, atOnce: 4 })
  await store.stop()
  for (let round = 1; round <= rounds; round++) {
    say(`isolation: round ${round} of ${rounds}`)
    outputs.push(await runProbe(store.databaseUrl, { carts: CARTS, quietMs: QUIET_MS }))
  }
  return {
    title: "Isolation: the ledger while completions take all of Medusa's connections",
    config: {
      rounds,
      "lock provider": LOCK,
      "completions at once": CARTS,
      "their outcomes": outputs.map(({ outcomes }) => JSON.stringify(outcomes)).join(", "),
      "Medusa's pool": outputs[0]?.pool_max ?? 0,
      "most that waited for it": Math.max(...outputs.map(({ waiting_max }) => waiting_max)),
    },
    columns: [
      { key: "store", title: "store" },
      { key: "calls", title: "calls" },
      { key: "failed", title: "failed" },
      { key: "read_p50_ms", title: "readLevels p50 ms" },
      { key: "read_p99_ms", title: "p99 ms" },
      { key: "reserve_p50_ms", title: "reserve p50 ms" },
      { key: "reserve_p99_ms", title: "p99 ms" },
    ],
    rows: (["quiet", "exhausted"] as const).flatMap((state) =>
      (["own", "shared"] as const).map((way) => toRow(way, state, outputs))
    ),
    aims: [],
  }
}

function toRow(way: Way, state: "quiet" | "exhausted", outputs: readonly ProbeOutput[]): Row {
  const figure = (verb: "read" | "reserve", share: number) =>
    rounded(median(outputs.map((output) => percentile(output[state][way][verb], share))))
  return {
    name: WAYS[way],
    store: state,
    calls: sum(
      outputs.map(({ [state]: { [way]: calls } }) => calls.read.length + calls.reserve.length)
    ),
    failed: sum(outputs.map((output) => output[state][way].failed)),
    read_p50_ms: figure("read", 0.5),
    read_p99_ms: figure("read", 0.99),
    reserve_p50_ms: figure("reserve", 0.5),
    reserve_p99_ms: figure("reserve", 0.99),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

async function runProbe(databaseUrl: string, input: ProbeInput): Promise<ProbeOutput> {
  const folder = mkdtempSync(path.join(stateFolder(), "bench-"))
  const files = { input: path.join(folder, "input.json"), output: path.join(folder, "output.json") }
  try {
    writeFileSync(files.input, JSON.stringify(input))
    const script = path.join(PROJECT_ROOT, "bench", "isolation", "probe.ts")
    await runMedusa("holdfast", ["exec", script], {
      DATABASE_URL: databaseUrl,
      LOCK_PROVIDER: LOCK,
      PROBE_INPUT: files.input,
      PROBE_OUTPUT: files.output,
    })
    return JSON.parse(readFileSync(files.output, "utf8")) as ProbeOutput
  } finally {
    rmSync(folder, { recursive: true })
  }
}
