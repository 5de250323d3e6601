import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"

/**
 * Units of a pool at one inventory level, unavailable to the rest of the shop.
 *
 * Most are hidden by a reservation item: `pool_units × units_per_pool_unit − exposed`. The rest is
 * *exposed*: Medusa sees it as available, so that its own checks let the shopper's cart pass; the
 * gates deny it to everybody else, since every reading of the level subtracts it.
 */
export interface AllotmentRow {
  id: string
  pool_id: string
  inventory_item_id: string
  location_id: string
  units_per_pool_unit: Quantity
  /** Units of the pool at this level. */
  pool_units: Quantity
  /** Units of the inventory item. */
  exposed: Quantity
  reservation_item_id: string | null
}

const COLUMNS = `a.id, a.pool_id, a.inventory_item_id, a.location_id, a.units_per_pool_unit::text, a.pool_units::text,
  a.exposed::text, a.reservation_item_id`

/** Of some pools, or all: as many as there are open limited releases. */
export async function listAllotments(
  executor: Executor,
  poolIds?: readonly string[]
): Promise<AllotmentRow[]> {
  const { rows } = await executor.query<AllotmentRow>(
    `select ${COLUMNS} from holdfast_allotment a ${poolIds ? "where a.pool_id = any($1)" : ""} order by a.id`,
    poolIds && [[...poolIds]]
  )
  return rows
}

export interface AllotmentChange {
  id: string
  pool_units: Quantity
  exposed: Quantity
}

/**
 * Sets absolute figures. The caller locks the pool and its levels' pools, whose versions move: a
 * reading taken before must not be used with the new figure (law 3).
 */
export async function setAllotments(
  executor: Executor,
  changes: readonly AllotmentChange[]
): Promise<void> {
  if (!changes.length) return
  await executor.query(
    `with changed as (
       update holdfast_allotment a
       set pool_units = c.pool_units, exposed = c.exposed, updated_at = clock_timestamp()
       from unnest($1::text[], $2::numeric[], $3::numeric[]) as c(id, pool_units, exposed)
       where a.id = c.id
       returning a.inventory_item_id, a.location_id
     )
     update holdfast_pool p set version = p.version + 1, updated_at = clock_timestamp()
     from (select distinct * from changed) c
     where p.kind = 'level' and p.counted_id = c.inventory_item_id and p.location_id = c.location_id`,
    [
      changes.map((change) => change.id),
      changes.map((change) => change.pool_units),
      changes.map((change) => change.exposed),
    ]
  )
}

export async function setReservationItem(
  executor: Executor,
  allotmentId: string,
  reservationItemId: string | null
): Promise<void> {
  await executor.query(
    `update holdfast_allotment set reservation_item_id = $2, updated_at = clock_timestamp() where id = $1`,
    [allotmentId, reservationItemId]
  )
}
