import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { setTimeout as delay } from "node:timers/promises"
import { withClient } from "../lib/client"
import { spawnMedusa } from "../store/medusa-cli"
import type { AdminApi } from "./admin"
import type { Stage } from "./stage"

/** Events are handled after the response: an order's holds are consumed a little later. */
const QUIET_TIMEOUT_MS = 30_000
const POLL_MS = 500

/** Medusa's own rows after the rush. */
export interface Measurement {
  orderRows: number
  unitsOrdered: number
  reservedQuantity: number
  reservationRows: number
  /** The rushed pools and their holds. Undefined without the plugin or its database. */
  ledger: Ledger | undefined
  /** Units by which two counts differ that must agree. */
  drift: number
}

interface Ledger {
  /** Held units, as the pools count them. */
  held: number
  /** Units left in the pools, held ones included. */
  left: number
  activeUnits: number
  activeHolds: number
  consumedUnits: number
}

export interface Rushed {
  stage: Stage
  databaseUrl: string | undefined
  /** In a drop's rush: the drop, and its units at the start. */
  drop?: { id: string; units: number }
}

/** Measures until two readings agree and nothing is left to settle, or until the timeout. */
export async function measureWhenQuiet(admin: AdminApi, rushed: Rushed): Promise<Measurement> {
  const end = Date.now() + QUIET_TIMEOUT_MS
  let before = ""
  for (;;) {
    const seen = await measure(admin, rushed)
    const now = JSON.stringify(seen)
    if ((now === before && isSettled(seen, rushed)) || Date.now() >= end) return seen
    before = now
    await delay(POLL_MS)
  }
}

/** Without a ledger nothing settles by itself. */
function isSettled({ ledger, drift, unitsOrdered }: Measurement, { drop }: Rushed): boolean {
  if (!ledger) return true
  return drift === 0 && (drop ? ledger.consumedUnits === unitsOrdered : ledger.held === 0)
}

/** The orders of the rush's sales channel, what Medusa reserves of its item, and the ledger. */
async function measure(
  admin: AdminApi,
  { stage: { salesChannelId, inventoryItemId }, databaseUrl, drop }: Rushed
): Promise<Measurement> {
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
  const ledger = databaseUrl && (await readLedger(databaseUrl, inventoryItemId, drop?.id))
  const reservedQuantity = sum(levels.map((level) => level.reserved_quantity))
  let drift = Math.abs(reservedQuantity - sum(reservations.map(({ quantity }) => quantity)))
  if (ledger) drift += Math.abs(ledger.held - ledger.activeUnits)
  if (ledger && drop) drift += Math.abs(drop.units - ledger.left - ledger.consumedUnits)
  return {
    orderRows: standing.length,
    unitsOrdered: sum(standing.flatMap(({ items }) => items.map(({ quantity }) => quantity))),
    reservedQuantity,
    reservationRows: reservations.length,
    ledger: ledger || undefined,
    drift,
  }
}

/** The pools of the rushed item, or the drop's pool. */
async function readLedger(
  databaseUrl: string,
  inventoryItemId: string,
  dropId: string | undefined
): Promise<Ledger | undefined> {
  return withClient(databaseUrl, async (client) => {
    const there = await client.query("select to_regclass('holdfast_pool') is not null as there")
    if (!there.rows[0]?.there) return undefined
    const { rows } = await client.query<Ledger>(
      `with pool as (
         select id, held, quantity from holdfast_pool
         where case when $2::text is null then counted_id = $1
                    else owner_type = 'drop' and owner_id = $2 end
       )
       select
         (select coalesce(sum(held), 0)::float8 from pool) as held,
         (select coalesce(sum(quantity), 0)::float8 from pool) as left,
         coalesce(sum(quantity) filter (where status = 'active'), 0)::float8 as "activeUnits",
         (count(*) filter (where status = 'active'))::int as "activeHolds",
         coalesce(sum(quantity) filter (where status = 'consumed'), 0)::float8 as "consumedUnits"
       from holdfast_hold where pool_id in (select id from pool)`,
      [inventoryItemId, dropId ?? null]
    )
    return rows[0]
  })
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Differences that `npm run reconcile` finds in the whole store. */
export async function countFindings(databaseUrl: string): Promise<number> {
  const script = "./src/scripts/reconcile.ts"
  const name = `rush-reconcile-${Date.now()}`
  const { child, logFile } = spawnMedusa("holdfast", ["exec", script], name, {
    DATABASE_URL: databaseUrl,
  })
  await once(child, "exit")
  const log = await readFile(logFile, "utf8")
  if (!log.includes("holdfast reconcile:")) {
    throw new Error(`reconcile printed nothing; read ${logFile}.`)
  }
  return [...log.matchAll(/holdfast reconcile: \w+_\w+: /g)].length
}
