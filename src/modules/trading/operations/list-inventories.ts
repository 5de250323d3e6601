import { countRows, type Executor } from "../../../shared/executor"
import type { Standing } from "./read-roles"

export interface OwnInventoryRow extends Standing {
  created_at: Date
}

/** A page of the shared inventories of an active member, newest first, and the total count. */
export async function listInventoriesOf(
  executor: Executor,
  customerId: string,
  page: {
    ids?: readonly string[]
    status?: "active" | "archived"
    limit: number
    offset: number
  }
): Promise<{ rows: OwnInventoryRow[]; count: number }> {
  const values = [customerId, page.ids ? [...page.ids] : null, page.status ?? null]
  const from = `holdfast_membership m
    join holdfast_shared_inventory i on i.id = m.shared_inventory_id and i.deleted_at is null
    where m.customer_id = $1 and m.status = 'active' and m.deleted_at is null
      and ($2::text[] is null or i.id = any($2)) and ($3::text is null or i.status = $3)`
  const { rows } = await executor.query<OwnInventoryRow>(
    `select i.id as shared_inventory_id, i.name, i.status, i.frozen_at is not null as frozen, i.trade_role, m.role,
       m.id as member_id, i.created_at
     from ${from} order by i.id desc limit $4 offset $5`,
    [...values, page.limit, page.offset]
  )
  return { rows, count: await countRows(executor, from, values) }
}

/** Active members of some shared inventories: id → how many. */
export async function countMembers(
  executor: Executor,
  inventoryIds: readonly string[]
): Promise<Map<string, number>> {
  const { rows } = await executor.query<{ id: string; count: number }>(
    `select shared_inventory_id as id, count(*)::int as count from holdfast_membership
     where shared_inventory_id = any($1) and status = 'active' and deleted_at is null group by shared_inventory_id`,
    [[...inventoryIds]]
  )
  return new Map(rows.map((row) => [row.id, row.count]))
}
