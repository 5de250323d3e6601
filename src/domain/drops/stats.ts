import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { AdminDropMinute, AdminDropStats } from "../../contracts/admin-drops"
import type { RefusalMinute } from "../../modules/drops/operations/refusals-per-minute"
import type { PoolMinute } from "../../modules/ledger/operations/read-pool-minutes"
import { availableOf } from "./describe-admin"
import { retrieve } from "./manage"
import { stateOf } from "./state"

/** Minutes that a series has at most: a day without a quiet minute. */
const MINUTES_MAX = 1_440

/**
 * What became of a drop's units, from the ledger's journal. @throws HoldfastError `DROP_NOT_FOUND`.
 */
export async function readStats(
  container: MedusaContainer,
  dropId: string
): Promise<AdminDropStats> {
  const drop = await retrieve(container, dropId)
  const ledger = ledgerOf(container)
  const [[totals], refusals, now] = await Promise.all([
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
    lapsed: Number(totals?.lapsed ?? 0),
    released: Number(totals?.released ?? 0),
    refused: refusals.total,
    conversion: granted ? sold / granted : null,
    per_minute: merge(minutes, refusals.minutes),
    server_time: now.toISOString(),
  }
}

function merge(
  minutes: readonly PoolMinute[],
  refusals: readonly RefusalMinute[]
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
  for (const { minute, granted, sold, lapsed, released } of minutes) {
    Object.assign(at(minute), {
      granted: Number(granted),
      sold: Number(sold),
      lapsed: Number(lapsed),
      released: Number(released),
    })
  }
  for (const { minute, refused } of refusals) at(minute).refused = refused
  return [...series.values()].sort((a, b) => (a.minute < b.minute ? -1 : 1)).slice(-MINUTES_MAX)
}
