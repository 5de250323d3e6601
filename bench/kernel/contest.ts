import { withClient } from "../../scripts/lib/client"
import { runCallers, type Throughput, type Window } from "./callers"
import type { Contender } from "./contenders"

export const WINDOW: Window = { warmUpMs: 700, measuredMs: 2_000 }

/** Nobody takes so many in one window, so every call is granted: the dearest answer. */
export const PLENTY = 100_000_000

/** As many as the ledger keeps by default (`ledger.connections`). */
export const OURS = 4

const POOL = "hfpool_bench"

export interface Contest {
  open: (url: string, connections: number) => Contender
  callers: number
  connections: number
  units: number
  limitPerHolder?: number
}

/** Calls per second of one contender on one hot pool, each call by another holder. */
export async function measureContest(url: string, contest: Contest): Promise<Throughput> {
  const { open, callers, connections } = contest
  await prepare(url, contest)
  const contender = open(url, connections)
  let holder = 0
  let given = 0
  try {
    const throughput = await runCallers(callers, WINDOW, async () => {
      if (await contender.take(POOL, holder++)) given++
    })
    await verify(url, given)
    return throughput
  } finally {
    await contender.close()
  }
}

/** Empty tables and a fresh pool, so that no contender pays for the rows of the one before. */
async function prepare(url: string, { units, limitPerHolder }: Contest): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("truncate holdfast_entry, holdfast_hold, holdfast_allotment, holdfast_pool")
    await client.query(
      `insert into holdfast_pool
         (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, limit_per_holder)
       values ($1, 'drop', 'variant', 'variant_bench', 'drop', 'bench', $2, $3)`,
      [POOL, units, limitPerHolder ?? null]
    )
    await client.query("checkpoint")
  })
}

/** A fast ledger that counts wrong is worth nothing. */
async function verify(url: string, given: number): Promise<void> {
  const { held, holds } = await withClient(url, async (client) => {
    const { rows } = await client.query<{ held: number; holds: number }>(
      `select held::int as held, (select count(*)::int from holdfast_hold) as holds
       from holdfast_pool where id = $1`,
      [POOL]
    )
    return rows[0] ?? { held: NaN, holds: NaN }
  })
  if (held === given && holds === given) return
  throw new Error(`${given} units were given, but the pool says ${held} and ${holds} holds exist.`)
}
