import { setTimeout as delay } from "node:timers/promises"
import { Client } from "pg"
import type { AdminApi } from "./admin"
import type { Stage } from "./stage"

/** Events are handled after the answers: an order's holds are consumed a moment later. */
const QUIET_TIMEOUT_MS = 30_000
const POLL_MS = 500

/** What the store's own rows say after the rush. */
export interface Measurement {
  orderRows: number
  unitsOrdered: number
  reservedQuantity: number
  reservationRows: number
  /** Undefined without the plugin, or without access to the database. */
  ledger: { held: number; activeHolds: number; consumedHolds: number } | undefined
  /** Units by which two counts that must agree differ. */
  drift: number
}

/** Measures until two looks agree and nothing is left to settle, or the time is up. */
export function measureWhenQuiet(
  admin: AdminApi,
  stage: Stage,
  databaseUrl: string | undefined
): Promise<Measurement> {
  return untilQuiet(
    () => measure(admin, stage, databaseUrl),
    // Without a ledger nothing settles by itself. With one, what does not within the time is
    // reported as it is.
    ({ ledger, drift }) => !ledger || (drift === 0 && ledger.held === 0)
  )
}

export async function untilQuiet<Seen>(
  look: () => Promise<Seen>,
  isSettled: (seen: Seen) => boolean
): Promise<Seen> {
  const end = Date.now() + QUIET_TIMEOUT_MS
  let before = ""
  for (;;) {
    const seen = await look()
    const now = JSON.stringify(seen)
    if ((now === before && isSettled(seen)) || Date.now() >= end) return seen
    before = now
    await delay(POLL_MS)
  }
}

async function measure(
  admin: AdminApi,
  stage: Stage,
  databaseUrl: string | undefined
): Promise<Measurement> {
  const medusa = await readMedusa(admin, stage)
  const ledger = databaseUrl ? await readLedger(databaseUrl, stage.inventoryItemId) : undefined
  return {
    ...medusa,
    ledger: ledger && {
      held: ledger.held,
      activeHolds: ledger.activeHolds,
      consumedHolds: ledger.consumedHolds,
    },
    drift: medusa.drift + Math.abs((ledger?.held ?? 0) - (ledger?.activeUnits ?? 0)),
  }
}

/** Orders of the rush's sales channel and what Medusa reserves of its item. */
export async function readMedusa(
  admin: AdminApi,
  { salesChannelId, inventoryItemId }: Stage
): Promise<Omit<Measurement, "ledger">> {
  const orders = await admin.list<{ status: string; items: { quantity: number }[] }>(
    `/admin/orders?sales_channel_id[]=${salesChannelId}&fields=id,status,items.quantity`,
    "orders"
  )
  const standing = orders.filter(({ status }) => status !== "canceled")
  const levels = await admin.list<{ reserved_quantity: number }>(
    `/admin/inventory-items/${inventoryItemId}/location-levels`,
    "inventory_levels"
  )
  const reservations = await admin.list<{ quantity: number }>(
    `/admin/reservations?inventory_item_id=${inventoryItemId}`,
    "reservations"
  )
  const reservedQuantity = sum(levels.map((level) => level.reserved_quantity))
  return {
    orderRows: standing.length,
    unitsOrdered: sum(standing.flatMap(({ items }) => items.map(({ quantity }) => quantity))),
    reservedQuantity,
    reservationRows: reservations.length,
    drift: Math.abs(reservedQuantity - sum(reservations.map(({ quantity }) => quantity))),
  }
}

async function readLedger(databaseUrl: string, inventoryItemId: string) {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const there = await client.query("select to_regclass('holdfast_pool') is not null as there")
    if (!there.rows[0]?.there) return undefined
    const { rows } = await client.query(
      `select
         (select coalesce(sum(held), 0)::float8 from holdfast_pool where counted_id = $1) as held,
         coalesce(sum(quantity) filter (where status = 'active'), 0)::float8 as "activeUnits",
         (count(*) filter (where status = 'active'))::int as "activeHolds",
         (count(*) filter (where status = 'consumed'))::int as "consumedHolds"
       from holdfast_hold
       where pool_id in (select id from holdfast_pool where counted_id = $1)`,
      [inventoryItemId]
    )
    return rows[0] as {
      held: number
      activeUnits: number
      activeHolds: number
      consumedHolds: number
    }
  } finally {
    await client.end()
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
