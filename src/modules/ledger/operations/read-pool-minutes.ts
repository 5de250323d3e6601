import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"
import { DUE_IN_POOL } from "./predicates"

export interface PoolMinute {
  minute: Date
  granted: Quantity
  sold: Quantity
  expired: Quantity
  released: Quantity
}

/** The latest minutes in which anything happened in a pool, newest first. */
export async function readPoolMinutes(
  executor: Executor,
  poolId: string,
  minutesMax: number
): Promise<PoolMinute[]> {
  const { rows } = await executor.query<PoolMinute>(
    `select date_trunc('minute', t.at) as minute,
       coalesce(sum(t.quantity) filter (where t.kind in ('placed', 'grown')), 0)::text as granted,
       coalesce(-sum(t.quantity) filter (where t.kind = 'consumed'), 0)::text as sold,
       coalesce(-sum(t.quantity) filter (where t.kind = 'expired'), 0)::text as expired,
       coalesce(-sum(t.quantity) filter (where t.kind in ('released', 'shrunk')), 0)::text as released
     from (
       select at, kind, quantity from holdfast_entry
       where pool_id = $1
         and kind in ('placed', 'grown', 'consumed', 'expired', 'released', 'shrunk')
       union all
       select h.expires_at, 'expired', -h.quantity from holdfast_hold h where h.pool_id = $1 and ${DUE_IN_POOL}
     ) t
     group by 1 order by 1 desc limit $2`,
    [poolId, minutesMax]
  )
  return rows
}
