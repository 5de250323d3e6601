import { Client } from "pg"
import { createLedgerDatabase } from "../lib/empty-database"
import { median, rounded } from "../lib/statistics"
import type { BenchContext, Row, SuiteResult } from "../suite"
import { runCallers, type Throughput, type Window } from "./callers"
import { batched, hotRow, oneByOne, type Contender } from "./contenders"

const WINDOW: Window = { warmUpMs: 700, measuredMs: 2_000 }

/** Nobody takes so many in one window, so every call is granted: the dearest answer. */
const PLENTY = 100_000_000

/** As many as the ledger keeps by default (`ledger.connections`). */
const OURS = 4

/** `npm run bench` aims for this, over the hot row in the same run. */
const AIM = 20

interface Case {
  name: string
  callers: number
  connections: number
  units: number
  open: (url: string, connections: number) => Contender
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

/** Reservations per second on one hot pool: the ledger's against one statement per call. */
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
    for (const one of CASES) taken.get(one)?.push(await measure(database.url, one))
  }

  const speeds = CASES.map((one) => median((taken.get(one) ?? []).map((run) => run.calls_per_s)))
  // The faster of the hot rows: more connections only wait for the same row.
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

async function measure(
  url: string,
  { open, callers, connections, units }: Case
): Promise<Throughput> {
  const poolId = await prepare(url, units)
  const contender = open(url, connections)
  let holder = 0
  let given = 0
  try {
    const throughput = await runCallers(callers, WINDOW, async () => {
      if (await contender.take(poolId, holder++)) given++
    })
    await verify(url, poolId, given)
    return throughput
  } finally {
    await contender.close()
  }
}

/** Empty tables and a fresh pool, so that no contender pays for the rows of the one before. */
async function prepare(url: string, units: number): Promise<string> {
  return withClient(url, async (client) => {
    await client.query("truncate holdfast_entry, holdfast_hold, holdfast_allotment, holdfast_pool")
    await client.query(
      `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
       values ('hfpool_bench', 'drop', 'variant', 'variant_bench', 'drop', 'bench', $1)`,
      [units]
    )
    await client.query("checkpoint")
    return "hfpool_bench"
  })
}

/** A fast ledger that counts wrong is worth nothing. */
async function verify(url: string, poolId: string, given: number): Promise<void> {
  const counted = await withClient(url, async (client) => {
    const { rows } = await client.query<{ held: number; holds: number }>(
      `select held::int as held, (select count(*)::int from holdfast_hold) as holds
       from holdfast_pool where id = $1`,
      [poolId]
    )
    return rows[0]
  })
  if (counted?.held === given && counted.holds === given) return
  throw new Error(
    `${given} units were given, but the pool says ${counted?.held} and ${counted?.holds} holds exist.`
  )
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
