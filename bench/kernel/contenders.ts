import { Pool } from "pg"
import type { Executor } from "../../src/shared/executor"
import { inTransaction, LIMITS } from "../../src/modules/ledger/operations/in-transaction"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import type {
  ReserveRequest,
  ReserveResult,
} from "../../src/modules/ledger/operations/reserve-types"
import { openLedger } from "../lib/ledger"

/** One way to take one unit of one pool for one holder. */
export interface Contender {
  /** @returns whether a unit was granted. */
  take(poolId: string, holder: number): Promise<boolean>
  close(): Promise<void>
}

/** What most shops do, at its best: one guarded statement per call. It writes no journal. */
export function hotRow(url: string, connections: number): Contender {
  const pool = new Pool({ connectionString: url, max: connections })
  return {
    async take(poolId, holder) {
      const { rowCount } = await pool.query({
        name: "hot-row", // prepared once per connection, which ours is not
        text: `with taken as (
                 update holdfast_pool set held = held + 1 where id = $1 and held < quantity returning id
               )
               insert into holdfast_hold
                 (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
               select $2, id, 1, 'customer', $2, 'bench', now() + interval '60 s', now() + interval '1 h'
               from taken`,
        values: [poolId, `bench_${holder}`],
      })
      return rowCount === 1
    },
    close: () => pool.end(),
  }
}

/** Our operation, in a transaction per call. */
export function oneByOne(url: string, connections: number): Contender {
  const pool = new Pool({ connectionString: url, max: connections })
  return {
    async take(poolId, holder) {
      const work = (executor: Executor) => reserve(executor, [requestOf(poolId, holder)])
      const { results } = await inTransaction(pool, LIMITS, work)
      return isGranted(results[0])
    },
    close: () => pool.end(),
  }
}

/** The ledger's service as a store runs it, with micro-batching. */
export function batched(url: string, connections: number, once?: true): Contender {
  const { ledger, close } = openLedger(url, { ledger: { connections } })
  return {
    take: async (poolId, holder) =>
      isGranted(await ledger.reserve({ ...requestOf(poolId, holder), once })),
    close,
  }
}

/** With a drop's rule, as in `src/domain/drops/reserve.ts`: one unit per holder. */
export const dropReserve = (url: string, connections: number): Contender =>
  batched(url, connections, true)

function requestOf(poolId: string, holder: number): ReserveRequest {
  return {
    holder: { type: "customer", id: `bench_${holder}` },
    cart_id: null,
    claims: [{ pool_id: poolId, quantity: "1" }],
    ttl_seconds: 60,
    cap_seconds: 3_600,
    actor: "shopper",
    reason: "bench",
  }
}

const isGranted = (result: ReserveResult | undefined): boolean => result?.outcome === "granted"
