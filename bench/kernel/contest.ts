import { withClient } from "../../scripts/lib/client"
import { runCallers, type Throughput, type Window } from "./callers"
import type { Contender } from "./contenders"

export const WINDOW: Window = { warmUpMs: 700, measuredMs: 2_000 }

/** More than one window can take, so every call is granted: the most expensive outcome. */
export const PLENTY = 100_000_000

/** The ledger's default (`ledger.connections`). */
export const OURS = 4

const POOL = "hfpool_bench"

export interface Contest {
  open: (url: string, connections: number) => Contender
  callers: number
  connections: number
  units: number
  limitPerHolder?: number
}

/** Calls per second of one contender on one hot pool, each by another holder. */
export async function measureContest(url: string, contest: Contest): Promise<Throughput> {
  const { open, callers, connections } = contest
  await prepare(url, contest)
  const contender = open(url, connections)
  let holder = 0
  let granted = 0
  try {
    const throughput = await runCallers(callers, WINDOW, async () => {
      if (await contender.take(POOL, holder++)) granted++
    })
    await verify(url, granted)
    return throughput
  } finally {
    await contender.close()
  }
}

/** Empties the tables and creates a pool, so that no contender pays for an earlier one's rows. */
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

/** A fast ledger that miscounts is worth nothing. */
async function verify(url: string, granted: number): Promise<void> {
  const { held, holds } = await withClient(url, async (client) => {
    const { rows } = await client.query<{ held: number; holds: number }>(
      `select held::int as held, (select count(*)::int from holdfast_hold) as holds
       from holdfast_pool where id = $1`,
      [POOL]
    )
    return rows[0] ?? { held: NaN, holds: NaN }
  })
  if (held === granted && holds === granted) return
  throw new Error(
    `${granted} units were granted, but the pool counts ${held} and there are ${holds} holds.`
  )
}
