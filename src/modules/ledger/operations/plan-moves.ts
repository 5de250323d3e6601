import { add, compare, isPositive, min, negate, subtract, type Quantity } from "../../../lib/quantity"
import type { ConsumeResult } from "./consume"
import type { HoldRow } from "./rows"

export interface LevelBalance {
  pool_id: string
  inventory_item_id: string
  location_id: string
  /** What Medusa says is available now, the order's reservation taken off. */
  available: Quantity
  /** Units of the holds that remain. */
  held: Quantity
  /** What the order took here beyond its own hold; below zero where its hold was and the order was not. */
  overdrawn: Quantity
}

export interface Move {
  hold_id: string
  to_pool_id: string
}

/**
 * Finds, for each level whose holds count more than is there, whole holds that fit where the order left units free.
 * `others` comes largest first, so that few holds move. Where no set of whole holds fits (lines of several units), the
 * order's own reservation is to be relocated instead. Pure.
 */
export function planMoves(
  balances: readonly LevelBalance[],
  others: readonly HoldRow[]
): { moves: Move[]; relocate: ConsumeResult["relocate"] } {
  const moves: Move[] = []
  const relocate: ConsumeResult["relocate"] = []
  const free = new Map(balances.map((balance) => [balance.pool_id, subtract(balance.available, balance.held)]))
  for (const crowded of balances) {
    const lacking = min(subtract(crowded.held, crowded.available), crowded.overdrawn)
    if (!isPositive(lacking)) continue
    const targets = balances.filter(
      (target) =>
        target.inventory_item_id === crowded.inventory_item_id &&
        !isPositive(target.overdrawn) &&
        isPositive(free.get(target.pool_id) ?? "0")
    )
    const found = fit(lacking, crowded, targets, others, new Map(free))
    if (found) {
      moves.push(...found.moves)
      for (const [poolId, left] of found.free) free.set(poolId, left)
      continue
    }
    for (const target of targets) {
      const quantity = min(crowded.overdrawn, negate(target.overdrawn))
      if (!isPositive(quantity)) continue
      relocate.push({
        inventory_item_id: crowded.inventory_item_id,
        from_location_id: crowded.location_id,
        to_location_id: target.location_id,
        quantity,
      })
      break
    }
  }
  return { moves, relocate }
}

function fit(
  lacking: Quantity,
  from: LevelBalance,
  targets: readonly LevelBalance[],
  others: readonly HoldRow[],
  free: Map<string, Quantity>
): { moves: Move[]; free: Map<string, Quantity> } | undefined {
  const moves: Move[] = []
  let open = lacking
  for (const hold of others.filter((one) => one.pool_id === from.pool_id && !one.completing_at)) {
    if (!isPositive(open)) break
    const target = targets.find(
      (one) =>
        compare(hold.quantity, free.get(one.pool_id) ?? "0") <= 0 &&
        // One active hold per pool, holder and origin: a holder that is there already stays where it is.
        !others.some((other) => other.pool_id === one.pool_id && other.holder_id === hold.holder_id)
    )
    if (!target) continue
    moves.push({ hold_id: hold.id, to_pool_id: target.pool_id })
    free.set(target.pool_id, subtract(free.get(target.pool_id) ?? "0", hold.quantity))
    free.set(from.pool_id, add(free.get(from.pool_id) ?? "0", hold.quantity))
    open = subtract(open, hold.quantity)
  }
  return isPositive(open) ? undefined : { moves, free }
}
