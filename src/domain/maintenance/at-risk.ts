import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { ZERO, compare, isPositive, subtract, sum, type Quantity } from "../../shared/quantity"
import { availableOf, listLevels } from "../inventory/stock"

const ITEMS_PER_READ = 500

export interface MisflaggedLevel {
  inventory_item_id: string
  location_id: string
  held: Quantity
  available: Quantity
  /** Holds to flag: the newest ones beyond what is available. */
  risky: string[]
  /** Flagged holds that fit again. */
  safe: string[]
}

/**
 * Invariant I4: at every level, live holds outside completions fit into Medusa's available units.
 * The newest holds are at risk when the merchant takes stock away.
 */
export async function findMisflagged(container: MedusaContainer): Promise<MisflaggedLevel[]> {
  const ledger = ledgerOf(container)
  const [pools, flagged] = await Promise.all([
    ledger.listPools({ kind: ["level"], held: true }),
    ledger.listHolds({ pool_kind: ["level"], at_risk: true, state: "idle" }),
  ])
  const flaggedIn = new Set(flagged.map((hold) => hold.pool_id))
  const itemIds = [...new Set(pools.map((pool) => pool.counted_id))]
  const found: MisflaggedLevel[] = []
  for (let start = 0; start < itemIds.length; start += ITEMS_PER_READ) {
    const page = new Set(itemIds.slice(start, start + ITEMS_PER_READ))
    const levels = await listLevels(container, [...page])
    const available = new Map(levels.map((level) => [keyOf(level), availableOf(level)]))
    for (const pool of pools.filter((candidate) => page.has(candidate.counted_id))) {
      const level = { inventory_item_id: pool.counted_id, location_id: pool.location_id ?? "" }
      const there = available.get(keyOf(level)) ?? ZERO
      // holds in completion count here, and are left out below
      if (compare(pool.live, there) <= 0 && !flaggedIn.has(pool.id)) continue
      const holds = await ledger.listHolds(
        { pool_id: [pool.id], state: "idle" },
        { order: "newest" }
      )
      const held = sum(holds.map((hold) => hold.quantity))
      const change = { ...level, held, available: there, ...judge(holds, subtract(held, there)) }
      if (change.risky.length || change.safe.length) found.push(change)
    }
  }
  return found
}

const keyOf = (level: { inventory_item_id: string; location_id: string }): string =>
  `${level.inventory_item_id} ${level.location_id}`

/** @param holds newest first; the oldest keep what is available. */
function judge(
  holds: readonly HoldRow[],
  excess: Quantity
): Pick<MisflaggedLevel, "risky" | "safe"> {
  const risky: string[] = []
  const safe: string[] = []
  let left = excess
  for (const hold of holds) {
    if (isPositive(left)) {
      if (!hold.at_risk_at) risky.push(hold.id)
      left = subtract(left, hold.quantity)
    } else if (hold.at_risk_at) {
      safe.push(hold.id)
    }
  }
  return { risky, safe }
}

export async function flag(container: MedusaContainer, level: MisflaggedLevel): Promise<void> {
  const ledger = ledgerOf(container)
  const taken = {
    actor: "system",
    reason: "stock was taken away from under the holds",
    at_risk: true,
  } as const
  const back = { actor: "system", reason: "the stock is back", at_risk: false } as const
  if (level.risky.length) await ledger.upkeep.flagAtRisk(level.risky, taken)
  if (level.safe.length) await ledger.upkeep.flagAtRisk(level.safe, back)
}
