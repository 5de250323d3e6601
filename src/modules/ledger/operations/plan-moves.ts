import {
  ZERO,
  add,
  compare,
  isPositive,
  min,
  negate,
  subtract,
  type Quantity,
} from "../../../shared/quantity"
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
  /**
   * What the order took here beyond its own hold; below zero where its hold was and the order was
   * not.
   */
  overdrawn: Quantity
}

export interface Move {
  hold_id: string
  to_pool_id: string
}

export interface Plan {
  moves: Move[]
  relocate: ConsumeResult["relocate"]
}

/**
 * Finds, for each level whose holds count more than is there, whole holds that fit where the order
 * left units free. `others` are all active holds of these levels, largest first, so that few holds
 * move. Where no set of whole holds fits (lines of several units), the order's own reservation is
 * to be relocated instead, to where its holds were. Pure.
 *
 * Relocating is always possible, unless moved holds have taken the room. So a level that gets stuck
 * is relocated first, and the others are planned anew with what is left.
 */
export function planMoves(balances: readonly LevelBalance[], others: readonly HoldRow[]): Plan {
  const relocated = new Set<LevelBalance>()
  for (;;) {
    const { stuck, ...plan } = tryPlan(balances, others, relocated)
    if (!stuck) return plan
    relocated.add(stuck)
  }
}

function tryPlan(
  balances: readonly LevelBalance[],
  others: readonly HoldRow[],
  relocated: ReadonlySet<LevelBalance>
): Plan & { stuck?: LevelBalance } {
  let free = new Map(
    balances.map((balance) => [balance.pool_id, subtract(balance.available, balance.held)])
  )
  const plan: Plan = { moves: [], relocate: [] }
  for (const crowded of relocated) {
    plan.relocate.push(...relocateFrom(crowded, targetsOf(crowded, balances), free))
  }
  let present = others
  for (const crowded of balances) {
    const lacking = lackingAt(crowded)
    if (!isPositive(lacking) || relocated.has(crowded)) continue
    const found = fit(lacking, crowded, targetsOf(crowded, balances), present, new Map(free))
    if (!found) return { ...plan, stuck: crowded }
    plan.moves.push(...found.moves)
    const movedTo = new Map(found.moves.map((move) => [move.hold_id, move.to_pool_id]))
    present = present.map((hold) => ({ ...hold, pool_id: movedTo.get(hold.id) ?? hold.pool_id }))
    free = found.free
  }
  return plan
}

/**
 * What the order took from under the holds here; what the merchant took is not for the order to put
 * right.
 */
const lackingAt = (level: LevelBalance): Quantity =>
  min(subtract(level.held, level.available), level.overdrawn)

/**
 * Where the order's own holds were and the order was not. Room elsewhere is no use: nobody here
 * knows whether the carts may be served from there.
 */
const targetsOf = (crowded: LevelBalance, balances: readonly LevelBalance[]): LevelBalance[] =>
  balances.filter(
    (target) =>
      target.inventory_item_id === crowded.inventory_item_id && isPositive(negate(target.overdrawn))
  )

function relocateFrom(
  crowded: LevelBalance,
  targets: readonly LevelBalance[],
  free: Map<string, Quantity>
): Plan["relocate"] {
  const relocate: Plan["relocate"] = []
  let open = crowded.overdrawn
  for (const target of targets) {
    // No further than what is lacking asks for; but reservations are whole lines, so it may be
    // more.
    if (compare(subtract(crowded.overdrawn, open), lackingAt(crowded)) >= 0) break
    const room = free.get(target.pool_id) ?? ZERO
    const quantity = min(open, min(negate(target.overdrawn), room))
    if (!isPositive(quantity)) continue
    relocate.push({
      inventory_item_id: crowded.inventory_item_id,
      from_location_id: crowded.location_id,
      to_location_id: target.location_id,
      quantity,
    })
    open = subtract(open, quantity)
    free.set(target.pool_id, subtract(room, quantity))
  }
  return relocate
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
  // Not one past its time, which counts for nobody, nor one in a completion, which counts on where
  // it is.
  const movable = others.filter(
    (one) => one.pool_id === from.pool_id && !one.completing_at && !one.due
  )
  for (const hold of movable) {
    if (!isPositive(open)) break
    const target = targets.find(
      (one) =>
        compare(hold.quantity, free.get(one.pool_id) ?? ZERO) <= 0 &&
        // One active hold per pool, holder and origin, due ones included: a holder that is there
        // already stays.
        !others.some((other) => other.pool_id === one.pool_id && other.holder_id === hold.holder_id)
    )
    if (!target) continue
    moves.push({ hold_id: hold.id, to_pool_id: target.pool_id })
    free.set(target.pool_id, subtract(free.get(target.pool_id) ?? ZERO, hold.quantity))
    free.set(from.pool_id, add(free.get(from.pool_id) ?? ZERO, hold.quantity))
    open = subtract(open, hold.quantity)
  }
  return isPositive(open) ? undefined : { moves, free }
}
