import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "./executor"

/**
 * What became of a pool's units, in one snapshot. `granted` is all the others but `quantity`
 * together.
 */
export interface PoolTotals {
  pool_id: string
  owner_id: string
  /** What it counts. */
  variant_id: string
  closed: boolean
  /** Units in the pool now, held ones included, sold ones not. */
  quantity: Quantity
  live: Quantity
  granted: Quantity
  sold: Quantity
  /** Those past their time count at once, whether tidied or not. */
  lapsed: Quantity
  released: Quantity
}

/**
 * The totals of the pools of some owners, from their journals: what is sold left the pool, and only
 * the journal knows.
 */
export async function readPoolTotals(
  executor: Executor,
  ownerType: string,
  ownerIds: readonly string[]
): Promise<PoolTotals[]> {
  const { rows } = await executor.query<PoolTotals>(
    `select p.id as pool_id, p.owner_id, p.counted_id as variant_id, p.closed, p.quantity::text, coalesce(h.live, 0)::text as live,
       coalesce(e.granted, 0)::text as granted, coalesce(e.sold, 0)::text as sold,
       (coalesce(e.expired, 0) + coalesce(h.due, 0))::text as lapsed, coalesce(e.released, 0)::text as released
     from holdfast_pool p
     left join lateral (
       select sum(quantity) filter (where kind in ('placed', 'grown')) as granted,
         -sum(quantity) filter (where kind = 'consumed') as sold,
         -sum(quantity) filter (where kind = 'expired') as expired,
         -sum(quantity) filter (where kind in ('released', 'shrunk')) as released
       from holdfast_entry where pool_id = p.id
     ) e on true
     left join lateral (
       select sum(quantity) filter (where expires_at > clock_timestamp() or completing_at is not null) as live,
         sum(quantity) filter (where expires_at <= clock_timestamp() and completing_at is null) as due
       from holdfast_hold where pool_id = p.id and status = 'active'
     ) h on true
     where p.owner_type = $1 and p.owner_id = any($2) and p.kind <> 'vault' order by p.id`,
    [ownerType, [...ownerIds]]
  )
  return rows
}

export interface PoolMinute {
  minute: Date
  granted: Quantity
  sold: Quantity
  lapsed: Quantity
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
       coalesce(-sum(t.quantity) filter (where t.kind = 'expired'), 0)::text as lapsed,
       coalesce(-sum(t.quantity) filter (where t.kind in ('released', 'shrunk')), 0)::text as released
     from (
       select at, kind, quantity from holdfast_entry
       where pool_id = $1
         and kind in ('placed', 'grown', 'consumed', 'expired', 'released', 'shrunk')
       union all
       select expires_at, 'expired', -quantity from holdfast_hold
       where pool_id = $1 and status = 'active' and expires_at <= clock_timestamp() and completing_at is null
     ) t
     group by 1 order by 1 desc limit $2`,
    [poolId, minutesMax]
  )
  return rows
}
