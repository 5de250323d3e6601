import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { syncReservations, allotIdle } from "../inventory/allotments"
import type { DropRow } from "../drops/definitions"
import { stateOf } from "../drops/state"
import { compare, isPositive, ZERO } from "../../shared/quantity"
import { findStrayAllotments, listAllotted } from "./reconcile/medusa"

/** Why the plugin cannot be removed yet, in sentences; empty if it can. */
export type Leftovers = string[]

/** Scheduled and live drops, with how to close each. Drafts have nothing allotted. */
export async function listOpenDrops(
  container: MedusaContainer
): Promise<{ id: string; status: "ended" | "cancelled" }[]> {
  const now = await ledgerOf(container).now()
  const drops = (await dropsOf(container).listDrops(
    { status: "scheduled" },
    { take: null }
  )) as DropRow[]
  return drops.map((drop) => ({
    id: drop.id,
    status: stateOf(drop, now) === "scheduled" ? "cancelled" : "ended",
  }))
}

/** Deletes reservation items with our mark whose pool is gone. */
export async function removeStrays(container: MedusaContainer): Promise<number> {
  const found = await findStrayAllotments(container, await listAllotted(container))
  const strays = found.filter((finding) => finding.kind === "stray_allotment")
  for (const finding of strays) await finding.repair()
  return strays.length
}

/** Per transaction, which keeps the pools' rows locked. */
const RELEASE_BATCH = 500

export async function releaseHolds(container: MedusaContainer): Promise<number> {
  const ledger = ledgerOf(container)
  const free = (await activeHolds(container)).filter((hold) => !hold.completing_at)
  for (let start = 0; start < free.length; start += RELEASE_BATCH) {
    const batch = free.slice(start, start + RELEASE_BATCH)
    await ledger.release(
      batch.map((hold) => ({ hold_id: hold.id, quantity: hold.quantity })),
      { actor: "system", reason: "Holdfast is being removed" }
    )
  }
  return free.length
}

/** Without holds of vault units, which belong to customers and not to the shop. */
async function activeHolds(container: MedusaContainer): Promise<HoldRow[]> {
  const { active } = await ledgerOf(container).upkeep.audit()
  return active.filter((hold) => hold.kind !== "vault")
}

export async function emptyPools(container: MedusaContainer): Promise<number> {
  const ledger = ledgerOf(container)
  const allotted = (await ledger.allotments.list()).filter(
    (allotment) => isPositive(allotment.pool_units) || allotment.reservation_item_id !== null
  )
  const poolIds = [...new Set(allotted.map((allotment) => allotment.pool_id))]
  for (const poolId of poolIds) {
    await ledger.shrinkPool(poolId, { to: ZERO })
    await allotIdle(container, poolId)
    await syncReservations(container, await ledger.allotments.list([poolId]))
  }
  return poolIds.length
}

export async function findLeftovers(container: MedusaContainer): Promise<Leftovers> {
  const ledger = ledgerOf(container)
  const active = await activeHolds(container)
  const completing = active.filter((hold) => hold.completing_at)
  const placed = active.length - completing.length
  const aside = (await ledger.allotments.list()).filter(
    (allotment) => compare(allotment.pool_units, ZERO) > 0
  )
  const items = await listAllotted(container)
  const left: Leftovers = []
  if (completing.length) {
    const carts = sample(completing.map((hold) => hold.cart_id ?? hold.id))
    left.push(
      `${completing.length} hold(s) belong to carts in completion (${carts}): run it again when these are done.`
    )
  }
  if (placed) {
    left.push(
      `${placed} hold(s) were placed while it ran. Start the store in mode "observe", then run it again.`
    )
  }
  if (aside.length || items.length) {
    const pools = sample(aside.map((allotment) => allotment.pool_id))
    left.push(
      `${aside.length} allotment(s) and ${items.length} reservation item(s) still keep units from the shop (pools ${pools}): run it again.`
    )
  }
  return left
}

const SAMPLE_MAX = 5

const sample = (ids: readonly string[]): string => {
  const distinct = [...new Set(ids)]
  const more = distinct.length - SAMPLE_MAX
  return distinct.slice(0, SAMPLE_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "")
}
