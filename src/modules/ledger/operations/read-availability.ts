import type { Quantity } from "../../../lib/quantity"
import type { Executor } from "./executor"
import { ensureLevelPools, type LevelRef } from "./ensure-pools"
import { HOLD_COLUMNS, type HoldRow, type PoolRow } from "./rows"

export interface PoolReading {
  pool_id: string
  inventory_item_id: string
  location_id: string
  version: string
  /** Units of live holds; due ones are left out, as nobody counts them. */
  held: Quantity
  /** Units that allotments expose here: available in Medusa, and nobody's to hold at this level. */
  exposed: Quantity
  /** Carts whose completion runs now: their units may be reserved in Medusa and counted here at the same time. */
  completing: string[]
}

/**
 * What is promised at some inventory levels. Read it *before* Medusa's availability: a version that is older than the
 * availability is noticed when it is used, the other way round it is not.
 */
export async function readLevels(
  executor: Executor,
  levels: readonly LevelRef[]
): Promise<PoolReading[]> {
  if (!levels.length) return []
  const pools = await ensureLevelPools(executor, levels)
  return readPools(executor, pools)
}

async function readPools(executor: Executor, pools: readonly PoolRow[]): Promise<PoolReading[]> {
  const { rows } = await executor.query<PoolReading>(
    `select p.id as pool_id, p.counted_id as inventory_item_id, p.location_id, p.version::text,
       (p.held - coalesce(sum(h.quantity) filter (where h.expires_at <= clock_timestamp()), 0))::text as held,
       coalesce(max(a.exposed), 0)::text as exposed,
       coalesce(array_agg(distinct h.cart_id) filter (where h.expires_at > clock_timestamp()
         and h.completing_at is not null and h.cart_id is not null), '{}') || coalesce(max(a.carts), '{}') as completing
     from holdfast_pool p
     left join holdfast_hold h on h.pool_id = p.id and h.status = 'active'
       and (h.expires_at <= clock_timestamp() or h.completing_at is not null)
     left join lateral (
       select sum(al.exposed) as exposed, (
         select array_agg(distinct d.cart_id) from holdfast_hold d
         where d.pool_id = any(array_agg(al.pool_id)) and d.status = 'active' and d.completing_at is not null
           and d.cart_id is not null) as carts
       from holdfast_allotment al
       where al.inventory_item_id = p.counted_id and al.location_id = p.location_id
     ) a on true
     where p.id = any($1) group by p.id`,
    [pools.map((pool) => pool.id)]
  )
  return rows
}

/**
 * Units that are taken at level pools of some items, whoever holds them: live holds, and what allotments expose. For the
 * storefront's figures.
 */
export async function readHeldByItem(
  executor: Executor,
  itemIds: readonly string[]
): Promise<{ inventory_item_id: string; location_id: string; held: Quantity }[]> {
  const { rows } = await executor.query<{
    inventory_item_id: string
    location_id: string
    held: Quantity
  }>(
    `select inventory_item_id, location_id, sum(quantity)::text as held from (
       select p.counted_id as inventory_item_id, p.location_id, h.quantity
       from holdfast_pool p join holdfast_hold h on h.pool_id = p.id
       where p.kind = 'level' and p.counted_id = any($1) and p.held > 0
         and h.status = 'active' and h.expires_at > clock_timestamp()
       union all
       select inventory_item_id, location_id, exposed from holdfast_allotment
       where inventory_item_id = any($1) and exposed > 0
     ) taken group by inventory_item_id, location_id`,
    [[...new Set(itemIds)]]
  )
  return rows
}

/** Live holds whose cart's completion began at least `seconds` ago and was never settled: a crash, or an event lost. */
export async function listUnsettled(
  executor: Executor,
  seconds: number,
  limit: number
): Promise<HoldRow[]> {
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.status = 'active' and h.completing_at <= clock_timestamp() - make_interval(secs => $1)
     order by h.completing_at, h.id limit $2`,
    [seconds, limit]
  )
  return rows
}

export interface LiveLevel {
  pool_id: string
  inventory_item_id: string
  location_id: string
  /** Units of live holds, those of a running completion left out. */
  held: Quantity
  /** Some of these holds are flagged at risk. */
  flagged: boolean
}

/** Every level on which live holds lie. */
export async function sumLiveLevels(executor: Executor): Promise<LiveLevel[]> {
  const { rows } = await executor.query<LiveLevel>(
    `select p.id as pool_id, p.counted_id as inventory_item_id, p.location_id, sum(h.quantity)::text as held,
       bool_or(h.at_risk_at is not null) as flagged
     from holdfast_pool p join holdfast_hold h on h.pool_id = p.id
     where p.kind = 'level' and p.held > 0 and h.status = 'active' and h.expires_at > clock_timestamp()
       and h.completing_at is null
     group by p.id order by p.id`
  )
  return rows
}
