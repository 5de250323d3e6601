import type { Pool } from "pg"

/**
 * What Medusa's own tables say about one inventory item. Tests look at them; the plugin never does.
 */
export interface ItemRows {
  orders: number
  /** Orders that are linked to a cart and not canceled. */
  reservations: number
  reserved: number
  /** The levels' counter, which should equal `reserved`. */
  counter: number
  /** The lowest stocked − reserved of any level, by the reservation items. */
  lowest: number
}

export async function readItem(
  db: Pool,
  inventoryItemId: string,
  salesChannelId: string
): Promise<ItemRows> {
  const { rows: orders } = await db.query<{ count: string }>(
    `select count(*) from "order" where sales_channel_id = $1 and canceled_at is null and deleted_at is null`,
    [salesChannelId]
  )
  const { rows: levels } = await db.query<{
    stocked: string
    counter: string
    reserved: string
    count: string
  }>(
    `select l.stocked_quantity::text as stocked, l.reserved_quantity::text as counter,
       coalesce(sum(r.quantity), 0)::text as reserved, count(r.id)::text as count
     from inventory_level l
     left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id
       and r.deleted_at is null
     where l.inventory_item_id = $1 and l.deleted_at is null group by l.id`,
    [inventoryItemId]
  )
  const total = (pick: (level: (typeof levels)[number]) => string): number =>
    levels.reduce((sum, level) => sum + Number(pick(level)), 0)
  return {
    orders: Number(orders[0]?.count),
    reservations: total((level) => level.count),
    reserved: total((level) => level.reserved),
    counter: total((level) => level.counter),
    lowest: Math.min(...levels.map((level) => Number(level.stocked) - Number(level.reserved))),
  }
}

/** Active holds of an item and what their pools count. */
export async function readLedger(
  db: Pool,
  inventoryItemId: string
): Promise<{ held: number; active: number }> {
  const { rows } = await db.query<{ held: string; active: string }>(
    `select coalesce(sum(p.held), 0)::text as held,
       (select count(*) from holdfast_hold h join holdfast_pool q on q.id = h.pool_id
        where q.counted_id = $1 and h.status = 'active')::text as active
     from holdfast_pool p where p.counted_id = $1`,
    [inventoryItemId]
  )
  return { held: Number(rows[0]?.held), active: Number(rows[0]?.active) }
}
