import { createId } from "../../../shared/ids"
import { ZERO, add, compare, multiply, subtract, type Quantity } from "../../../shared/quantity"
import { ensureLevelPools } from "./read-availability"
import type { Executor } from "../../../shared/executor"
import { lockPools } from "./row-locks"
import type { PoolKind, PoolRow } from "./rows"

export interface NewAllotment {
  inventory_item_id: string
  location_id: string
  units_per_pool_unit: Quantity
  pool_units: Quantity
  /** Medusa's availability there, less others' exposed units, and the version before that. */
  capacity: { available: Quantity; version: string }
}

export interface NewPool {
  kind: Exclude<PoolKind, "level" | "vault">
  variant_id: string
  owner: { type: string; id: string }
  quantity: Quantity
  limit_per_holder: Quantity | null
  opens_at: Date | null
  closes_at: Date | null
  allotments: readonly NewAllotment[]
}

export type CreatePoolResult =
  | { outcome: "created"; pool_id: string }
  /** A level lost units since it was read, or another process changed the pool: read again. */
  | { outcome: "stale" }

/**
 * Makes a pool and takes its units from their levels, all or none. They start *exposed*: the ledger
 * takes them first and Medusa hides them afterwards, so they never belong to two.
 */
export async function createPool(executor: Executor, input: NewPool): Promise<CreatePoolResult> {
  if (!(await lockRoom(executor, [], input.allotments))) return { outcome: "stale" }
  const pool_id = createId("hfpool")
  const { rows } = await executor.query<{ id: string }>(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, limit_per_holder,
       opens_at, closes_at)
     values ($1, $2, 'variant', $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
    [
      pool_id,
      input.kind,
      input.variant_id,
      input.owner.type,
      input.owner.id,
      input.quantity,
      input.limit_per_holder,
      input.opens_at,
      input.closes_at,
    ]
  )
  if (!rows.length) return { outcome: "stale" } // the owner has one already
  await addAllotments(executor, pool_id, input.allotments)
  await writeResized(executor, pool_id, input.quantity, "the pool was made")
  return { outcome: "created", pool_id }
}

/**
 * Adds units to a pool, taken from their levels in the same way.
 * @param input `up_to`: the pool's maximum afterwards, so that two calls do not both add the
 * difference.
 */
export async function growPool(
  executor: Executor,
  input: {
    pool_id: string
    by: Quantity
    up_to?: Quantity
    allotments: readonly NewAllotment[]
  }
): Promise<CreatePoolResult> {
  const locked = await lockRoom(executor, [input.pool_id], input.allotments)
  if (!locked) return { outcome: "stale" }
  const grown = add(locked.get(input.pool_id)?.quantity ?? ZERO, input.by)
  if (input.up_to !== undefined && compare(grown, input.up_to) > 0) return { outcome: "stale" }
  await executor.query(
    `update holdfast_pool set quantity = quantity + $2, version = version + 1, updated_at = clock_timestamp()
     where id = $1`,
    [input.pool_id, input.by]
  )
  await addAllotments(executor, input.pool_id, input.allotments)
  await writeResized(executor, input.pool_id, input.by, "the pool was enlarged")
  return { outcome: "created", pool_id: input.pool_id }
}

/** Locks the pools and their levels' pools; undefined where a level lacks room. */
async function lockRoom(
  executor: Executor,
  poolIds: readonly string[],
  allotments: readonly NewAllotment[]
): Promise<Map<string, PoolRow> | undefined> {
  const levels = await ensureLevelPools(executor, allotments)
  const locked = await lockPools(executor, [...poolIds, ...levels.map((level) => level.id)])
  const hasRoom = allotments.every((wanted) => {
    const level = levels.find(
      (level) =>
        level.counted_id === wanted.inventory_item_id && level.location_id === wanted.location_id
    )
    const now = level && locked.get(level.id)
    const needed = multiply(wanted.pool_units, wanted.units_per_pool_unit)
    const free = subtract(wanted.capacity.available, now?.held ?? "0")
    return now?.version === wanted.capacity.version && compare(needed, free) <= 0
  })
  return hasRoom ? locked : undefined
}

async function addAllotments(
  executor: Executor,
  poolId: string,
  allotments: readonly NewAllotment[]
): Promise<void> {
  await executor.query(
    `with added as (
       insert into holdfast_allotment (id, pool_id, inventory_item_id, location_id, units_per_pool_unit, pool_units, exposed)
       select t.id, $2, t.item, t.location, t.per_unit, t.units, t.units * t.per_unit
       from unnest($1::text[], $3::text[], $4::text[], $5::numeric[], $6::numeric[])
         as t(id, item, location, per_unit, units)
       on conflict (pool_id, inventory_item_id, location_id) do update
       set pool_units = holdfast_allotment.pool_units + excluded.pool_units,
           exposed = holdfast_allotment.exposed + excluded.exposed, updated_at = clock_timestamp()
       returning inventory_item_id, location_id
     )
     update holdfast_pool p set version = p.version + 1, updated_at = clock_timestamp()
     from added a
     where p.kind = 'level' and p.counted_id = a.inventory_item_id and p.location_id = a.location_id`,
    [
      allotments.map(() => createId("hfallot")),
      poolId,
      allotments.map((allotment) => allotment.inventory_item_id),
      allotments.map((allotment) => allotment.location_id),
      allotments.map((allotment) => allotment.units_per_pool_unit),
      allotments.map((allotment) => allotment.pool_units),
    ]
  )
}

/** Changes a pool's size, so it is not part of the sum that its counter is checked against. */
export async function writeResized(
  executor: Executor,
  poolId: string,
  by: Quantity,
  reason: string
): Promise<void> {
  await executor.query(
    `insert into holdfast_entry (kind, pool_id, quantity, actor, reason) values ('resized', $1, $2, 'admin', $3)`,
    [poolId, by, reason]
  )
}
