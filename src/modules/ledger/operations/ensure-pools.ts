import { generateEntityId } from "@medusajs/framework/utils"
import type { Executor } from "../../../shared/executor"
import { POOL_COLUMNS, type PoolRow } from "./rows"

export interface LevelRef {
  inventory_item_id: string
  location_id: string
}

/** The `level` pools of inventory levels, created where missing. */
export async function ensureLevelPools(
  executor: Executor,
  levels: readonly LevelRef[]
): Promise<PoolRow[]> {
  const items = levels.map((level) => level.inventory_item_id)
  const locations = levels.map((level) => level.location_id)
  const found = await findLevelPools(executor, items, locations)
  if (found.length === new Set(levels.map((l) => `${l.inventory_item_id} ${l.location_id}`)).size)
    return found

  // Sorted, so that two processes that create the same pools do not deadlock.
  const sorted = [...levels].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  await executor.query(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, location_id, owner_type, owner_id)
     select t.id, 'level', 'inventory_item', t.item, t.location, 'inventory_level', ''
     from unnest($1::text[], $2::text[], $3::text[]) as t(id, item, location)
     on conflict do nothing`,
    [
      sorted.map(() => generateEntityId(undefined, "hfpool")),
      sorted.map((level) => level.inventory_item_id),
      sorted.map((level) => level.location_id),
    ]
  )
  return findLevelPools(executor, items, locations)
}

const key = (level: LevelRef): string => `${level.inventory_item_id} ${level.location_id}`

async function findLevelPools(
  executor: Executor,
  items: string[],
  locations: string[]
): Promise<PoolRow[]> {
  const { rows } = await executor.query<PoolRow>(
    `select ${POOL_COLUMNS} from holdfast_pool p
     where p.kind = 'level'
       and (p.counted_id, p.location_id) in (select * from unnest($1::text[], $2::text[]))`,
    [items, locations]
  )
  return rows
}
