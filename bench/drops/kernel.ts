import { Client } from "pg"
import { createLedgerDatabase } from "../lib/empty-database"
import { openLedger } from "../lib/ledger"
import { runCallers, type Throughput, type Window } from "../kernel/callers"
import { hotRow, type Contender } from "../kernel/contenders"
import type { BenchContext } from "../suite"

const WINDOW: Window = { warmUpMs: 700, measuredMs: 2_000 }
const POOL = "hfpool_bench"
const PLENTY = 100_000_000

/**
 * As many as the ledger keeps by default: with 50, the hot row is slower, since they all wait for
 * it.
 */
const CONNECTIONS = 4

const CASES = {
  hotRow: { callers: 50, open: (url: string) => hotRow(url, CONNECTIONS) },
  reserve: { callers: 5_000, open: dropReserve },
} satisfies Record<string, { callers: number; open: (url: string) => Contender }>
export type KernelCase = keyof typeof CASES

export const KERNEL_CALLERS: Record<KernelCase, number> = {
  hotRow: CASES.hotRow.callers,
  reserve: CASES.reserve.callers,
}

export type KernelRound = Record<KernelCase, Throughput>

/**
 * A drop's reserve without HTTP, with its rules (once, a limit per customer), against one hot-row
 * statement per call.
 */
export async function measureKernel({
  server,
  defer,
  rounds,
  say,
}: BenchContext): Promise<KernelRound[]> {
  const database = await createLedgerDatabase(server)
  defer(() => database.drop())
  const measured: KernelRound[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`drops, kernel: round ${round} of ${rounds}`)
    measured.push({
      hotRow: await measure(database.url, "hotRow"),
      reserve: await measure(database.url, "reserve"),
    })
  }
  return measured
}

async function measure(url: string, name: KernelCase): Promise<Throughput> {
  const { callers, open } = CASES[name]
  await prepare(url)
  const contender = open(url)
  let holder = 0
  try {
    return await runCallers(callers, WINDOW, async () => {
      if (!(await contender.take(POOL, holder++))) throw new Error(`${name} gave no unit.`)
    })
  } finally {
    await contender.close()
  }
}

/** As `src/lib/drops/reserve.ts` asks for it. */
function dropReserve(url: string): Contender {
  const { ledger, close } = openLedger(url)
  return {
    async take(pool_id, holder) {
      const { outcome } = await ledger.reserve({
        holder: { type: "customer", id: `bench_${holder}` },
        cart_id: null,
        claims: [{ pool_id, quantity: "1" }],
        ttl_seconds: 60,
        cap_seconds: 60,
        actor: "shopper",
        reason: "bench",
        once: true,
      })
      return outcome === "granted"
    },
    close,
  }
}

async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("truncate holdfast_entry, holdfast_hold, holdfast_allotment, holdfast_pool")
    await client.query(
      `insert into holdfast_pool
         (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, limit_per_holder)
       values ($1, 'drop', 'variant', 'variant_bench', 'drop', 'bench', $2, 1)`,
      [POOL, PLENTY]
    )
    await client.query("checkpoint")
  } finally {
    await client.end()
  }
}
