import type { MedusaContainer } from "@medusajs/framework/types"
import type {
  AdminDrop,
  AdminDropHold,
  AdminDropMinute,
  AdminDropStats,
} from "../../contracts/admin-drops"
import type { RefusalMinute } from "../../modules/drops/operations/activity"
import type { PoolTotals } from "../../modules/ledger/operations/list-pools"
import type { PoolMinute } from "../../modules/ledger/operations/read-pool-minutes"
import { outcomeOf, type HoldRow } from "../../modules/ledger/operations/rows"
import { toIso } from "../../shared/dates"
import { dropsOf, ledgerOf } from "../container"
import { retrieveDrop, type DropRow } from "./definitions"
import { stateOf } from "./state"

/** Drops as merchants see them; one query reads all figures. */
export async function toAdminDrops(
  container: MedusaContainer,
  drops: readonly DropRow[]
): Promise<AdminDrop[]> {
  if (!drops.length) return []
  const ledger = ledgerOf(container)
  const [totals, now] = await Promise.all([
    ledger.journal.readTotals({ owner_type: ["drop"], owner_id: drops.map((drop) => drop.id) }),
    ledger.now(),
  ])
  return drops.map((drop) =>
    toAdminDrop(
      drop,
      totals.find((one) => one.owner_id === drop.id),
      now
    )
  )
}

function toAdminDrop(drop: DropRow, totals: PoolTotals | undefined, now: Date): AdminDrop {
  const state = stateOf(drop, now)
  return {
    id: drop.id,
    name: drop.name,
    variant_id: drop.variant_id,
    product_id: drop.product_id,
    sales_channel_id: drop.sales_channel_id,
    price: drop.price === null ? null : Number(drop.price),
    currency_code: drop.currency_code,
    total_quantity: drop.total_quantity,
    starts_at: toIso(drop.starts_at),
    ends_at: toIso(drop.ends_at),
    hold_ttl_seconds: drop.hold_ttl_seconds,
    limit_per_customer: drop.limit_per_customer,
    guests_allowed: drop.guests_allowed,
    note: drop.note,
    status: drop.status,
    state,
    available: availableOf(state, totals),
    held: Number(totals?.live ?? 0),
    sold: Number(totals?.sold ?? 0),
    metadata: drop.metadata,
    created_at: toIso(drop.created_at),
    updated_at: toIso(drop.updated_at),
  }
}

/** Units that can be reserved: none of an ended drop. */
function availableOf(state: AdminDrop["state"], totals: PoolTotals | undefined): number {
  if (!totals || (state !== "live" && state !== "scheduled")) return 0
  return Math.max(0, Number(totals.quantity) - Number(totals.live))
}

export function toAdminDropHold(hold: HoldRow): AdminDropHold {
  return {
    id: hold.id,
    quantity: Number(hold.quantity),
    status: outcomeOf(hold),
    customer_id: hold.holder_type === "customer" ? hold.holder_id : null,
    cart_id: hold.cart_id,
    order_id: hold.order_id,
    created_at: hold.created_at.toISOString(),
    expires_at: hold.expires_at.toISOString(),
    resolved_at: hold.resolved_at?.toISOString() ?? null,
  }
}

/** A day. */
const MINUTES_MAX = 1_440

/** A drop's statistics, from the journal. @throws HoldfastError `DROP_NOT_FOUND`. */
export async function readStats(
  container: MedusaContainer,
  dropId: string
): Promise<AdminDropStats> {
  const drop = await retrieveDrop(container, dropId)
  const ledger = ledgerOf(container)
  const [[totals], rejected, now] = await Promise.all([
    ledger.journal.readTotals({ owner_type: ["drop"], owner_id: [dropId] }),
    dropsOf(container).readRefusals(dropId, MINUTES_MAX),
    ledger.now(),
  ])
  const minutes = totals ? await ledger.journal.readMinutes(totals.id, MINUTES_MAX) : []
  const state = stateOf(drop, now)
  const granted = Number(totals?.granted ?? 0)
  const sold = Number(totals?.sold ?? 0)
  return {
    drop_id: dropId,
    state,
    total_quantity: drop.total_quantity,
    available: availableOf(state, totals),
    held: Number(totals?.live ?? 0),
    granted,
    sold,
    lapsed: Number(totals?.expired ?? 0),
    released: Number(totals?.released ?? 0),
    refused: rejected.total,
    conversion: granted ? sold / granted : null,
    per_minute: merge(minutes, rejected.minutes),
    server_time: now.toISOString(),
  }
}

function merge(
  minutes: readonly PoolMinute[],
  rejected: readonly RefusalMinute[]
): AdminDropMinute[] {
  const series = new Map<string, AdminDropMinute>()
  const at = (date: Date): AdminDropMinute => {
    const minute = date.toISOString()
    const known = series.get(minute) ?? {
      minute,
      granted: 0,
      sold: 0,
      lapsed: 0,
      released: 0,
      refused: 0,
    }
    series.set(minute, known)
    return known
  }
  for (const { minute, granted, sold, expired, released } of minutes) {
    Object.assign(at(minute), {
      granted: Number(granted),
      sold: Number(sold),
      lapsed: Number(expired),
      released: Number(released),
    })
  }
  for (const { minute, refused } of rejected) at(minute).refused = refused
  return [...series.values()].sort((a, b) => (a.minute < b.minute ? -1 : 1)).slice(-MINUTES_MAX)
}
