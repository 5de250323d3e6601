import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { ZERO, compare, isPositive, subtract, type Quantity } from "../../shared/quantity"
import { availableOf, listLevels } from "../inventory/stock"

/** Inventory items that one look-up asks Medusa for. */
const ITEMS_PER_READ = 500

export interface MisflaggedLevel {
  inventory_item_id: string
  location_id: string
  held: Quantity
  available: Quantity
  /** Holds that are to be flagged: the newest ones, as many as what is there falls short of. */
  risky: string[]
  /** Flagged holds whose units are there after all. */
  safe: string[]
}

/**
 * Invariant I4: at every level live holds fit into what Medusa says is available, those of a
 * running completion aside. It breaks when the merchant takes stock away, or an admin action does;
 * then the newest holds are at risk.
 */
export async function findMisflagged(container: MedusaContainer): Promise<MisflaggedLevel[]> {
  const ledger = ledgerOf(container)
  const live = await ledger.sumLiveLevels()
  const itemIds = [...new Set(live.map((level) => level.inventory_item_id))]
  const found: MisflaggedLevel[] = []
  for (let start = 0; start < itemIds.length; start += ITEMS_PER_READ) {
    const page = new Set(itemIds.slice(start, start + ITEMS_PER_READ))
    const levels = await listLevels(container, [...page])
    const available = new Map(levels.map((level) => [keyOf(level), availableOf(level)]))
    for (const level of live.filter((candidate) => page.has(candidate.inventory_item_id))) {
      const there = available.get(keyOf(level)) ?? ZERO
      if (compare(level.held, there) <= 0 && !level.flagged) continue
      const holds = await ledger.listLiveHoldsOfPools([level.pool_id])
      const { inventory_item_id, location_id, held } = level
      const change = {
        inventory_item_id,
        location_id,
        held,
        available: there,
        ...judge(holds, subtract(held, there)),
      }
      if (change.risky.length || change.safe.length) found.push(change)
    }
  }
  return found
}

const keyOf = (level: { inventory_item_id: string; location_id: string }): string =>
  `${level.inventory_item_id} ${level.location_id}`

/** `holds` comes newest first: who came first keeps what there is. */
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
  if (level.risky.length) await ledger.flagAtRisk(level.risky, taken)
  if (level.safe.length) await ledger.flagAtRisk(level.safe, back)
}
