import { randomUUID } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import { withClient } from "../../scripts/lib/client"
import { EXPIRED_AT_ONCE, expireAll } from "../../src/domain/maintenance/sweep"
import { createLedgerDatabase } from "../lib/empty-database"
import { openLedger } from "../lib/ledger"
import type { BenchContext } from "../suite"

export const DUE = 100_000
const POOL = "hfpool_bench"

export interface ExpiryRun {
  /** Milliseconds until all due holds were expired. */
  wall_ms: number
  batch: number
  batches: number
  /** Milliseconds of each reserve on the same pool meanwhile, one after another. */
  waits: number[]
}

/**
 * `sweep`: the sweeper expires them. `reclaim`: the pool is full of due holds and a reserve needs a
 * unit first. `none`: the control, with nothing due.
 */
export type ExpiryWay = "none" | "sweep" | "reclaim"

/** Duration of the control. */
const CONTROL_MS = 10_000

/** Expires 100,000 due holds of one pool in batches while customers reserve from it. */
export async function measureExpiry(
  { server, defer, say }: BenchContext,
  way: ExpiryWay
): Promise<ExpiryRun> {
  say(`drops: expiring ${DUE} holds (${way})`)
  const database = await createLedgerDatabase(server)
  defer(() => database.drop())
  await fill(database.url, way === "reclaim" ? DUE : DUE * 2, way === "none" ? 3_600 : -1)
  // Two, as in two processes: the sweeper's work must not count as the shopper's.
  const sweeper = openLedger(database.url)
  const shop = openLedger(database.url)
  try {
    // Opens the connection, so that the first reserve is timed right: it has the most to reclaim.
    await shop.ledger.now()
    const waits: number[] = []
    let over = false
    const shopper = async (): Promise<void> => {
      while (!over) waits.push(await reserveOne(shop.ledger))
    }
    const shopping = shopper()
    const start = performance.now()
    let batches = 0
    const counted = {
      expireDue: (limit: number) => (batches++, sweeper.ledger.upkeep.expireDue(limit)),
      hasDue: () => sweeper.ledger.upkeep.hasDue(),
    }
    if (way === "none") await delay(CONTROL_MS)
    do await expireAll(counted)
    while (await counted.hasDue())
    const wall_ms = performance.now() - start
    over = true
    await shopping
    return { wall_ms, batch: EXPIRED_AT_ONCE, batches, waits }
  } finally {
    await sweeper.close()
    await shop.close()
  }
}

async function reserveOne(ledger: ReturnType<typeof openLedger>["ledger"]): Promise<number> {
  const start = performance.now()
  const { outcome } = await ledger.reserve({
    holder: { type: "customer", id: randomUUID() },
    cart_id: null,
    claims: [{ pool_id: POOL, quantity: "1" }],
    ttl_seconds: 60,
    cap_seconds: 60,
    actor: "shopper",
    reason: "bench",
    once: true,
  })
  if (outcome !== "granted") throw new Error(`A reserve during the expiry was ${outcome}.`)
  return performance.now() - start
}

/** A pool of `units`, and 100,000 holds that expire in `seconds`. */
async function fill(url: string, units: number, seconds: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `insert into holdfast_pool
         (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, held, limit_per_holder)
       values ($1, 'drop', 'variant', 'variant_bench', 'drop', 'bench', $2, $3, 1)`,
      [POOL, units, DUE]
    )
    await client.query(
      `insert into holdfast_hold
         (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
       select 'hfhold_' || n, $1, 1, 'customer', 'due_' || n, 'bench', now() + make_interval(secs => $3), now()
       from generate_series(1, $2) n`,
      [POOL, DUE, seconds]
    )
    await client.query("vacuum analyze holdfast_hold")
    await client.query("checkpoint")
  })
}
