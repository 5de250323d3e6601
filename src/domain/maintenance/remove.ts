import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { syncReservations, allotIdle } from "../inventory/allotments"
import { sweep } from "./sweep"
import type { DropRow } from "../drops/definitions"
import { closeDrop } from "../drops/manage"
import { stateOf } from "../drops/state"
import { compare, isPositive, ZERO } from "../../shared/quantity"
import { findStrayAllotments, listAllotted } from "./reconcile/medusa"

/** What one round did. All counts are zero when there was nothing left to do. */
export interface Removal {
  drops: number
  holds: number
  /** Pools whose allotted units went back to the shop. */
  pools: number
  /** Reservation items of Medusa's that carried our mark and belonged to no pool any more. */
  strays: number
}

/** Why the plugin cannot be removed yet, in sentences; empty when it keeps nothing away. */
export type Leftovers = string[]

/**
 * Gives back everything that the plugin keeps away from the rest of Medusa: ends all drops,
 * releases all holds, empties all pools that have units allotted, whoever owns them. Holds of
 * carts that are being completed right now stay: their order may be written already. Repeating it
 * does no harm.
 */
export async function returnEverything(container: MedusaContainer): Promise<Removal> {
  // settles what a crash left open, so that an ordered unit is not taken for a held one
  await sweep(container)
  const drops = await endDrops(container)
  const holds = await releaseHolds(container)
  const pools = await emptyPools(container)
  const stray = (await findStrayAllotments(container, await listAllotted(container))).filter(
    (finding) => finding.kind === "stray_allotment"
  )
  for (const finding of stray) await finding.repair()
  return { drops, holds, pools, strays: stray.length }
}

/** Drafts have nothing allotted; they stay as they are. */
async function endDrops(container: MedusaContainer): Promise<number> {
  const now = await ledgerOf(container).now()
  const drops = (await dropsOf(container).listDrops(
    { status: "scheduled" },
    { take: null }
  )) as DropRow[]
  for (const drop of drops) {
    const begun = stateOf(drop, now) !== "scheduled"
    await closeDrop(container, drop.id, begun ? "ended" : "cancelled")
  }
  return drops.length
}

/** Holds that one transaction gives back: more would keep their pools' rows locked for long. */
const RELEASE_BATCH = 500

async function releaseHolds(container: MedusaContainer): Promise<number> {
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

/** Vault units are their owner's, not the shop's stock: holds there stay with their trade. */
async function activeHolds(container: MedusaContainer): Promise<HoldRow[]> {
  const { active } = await ledgerOf(container).upkeep.audit()
  return active.filter((hold) => hold.kind !== "vault")
}

/** Of drops, of shared inventories and of whatever else sets units aside. */
async function emptyPools(container: MedusaContainer): Promise<number> {
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

/** What is still there, and what to do about it. */
export async function findLeftovers(container: MedusaContainer): Promise<Leftovers> {
  const ledger = ledgerOf(container)
  const active = await activeHolds(container)
  const completing = active.filter((hold) => hold.completing_at)
  const placed = active.length - completing.length
  const aside = (await ledger.allotments.list()).filter(
    (allotment) => compare(allotment.pool_units, ZERO) > 0
  )
  const items = await listAllotted(container)
  return [
    ...(completing.length
      ? [
          `${completing.length} hold(s) belong to carts that are being completed (${sample(completing.map((hold) => hold.cart_id ?? hold.id))}): run it again when these are through.`,
        ]
      : []),
    ...(placed
      ? [
          `${placed} hold(s) were placed while it ran: shoppers still come. Start the store with mode "observe" first, then run it again.`,
        ]
      : []),
    ...(aside.length || items.length
      ? [
          `${aside.length} allotment(s) and ${items.length} reservation item(s) still keep units away (pools ${sample(aside.map((allotment) => allotment.pool_id))}): run it again.`,
        ]
      : []),
  ]
}

const SAMPLE_MAX = 5

const sample = (ids: readonly string[]): string => {
  const distinct = [...new Set(ids)]
  const more = distinct.length - SAMPLE_MAX
  return distinct.slice(0, SAMPLE_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "")
}
