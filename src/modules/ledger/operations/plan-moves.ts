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
  /** Medusa's availability now, after the order's reservation. */
  available: Quantity
  /** Units of the remaining holds. */
  held: Quantity
  /** What the order took beyond its own hold; negative where its hold was and the order was not. */
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
 * Finds whole holds to move from levels whose holds exceed their stock to those that the order left
 * free. `others`: all active holds there, largest first, so that few move. Pure.
 *
 * Where no set of whole holds fits, the order's reservation relocates to where its holds were. That
 * always works unless moved holds took the room: so a stuck level is relocated first, and the rest
 * is planned again.
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

/** What the order took from the holds here. A merchant's change is not the order's to repair. */
const lackingAt = (level: LevelBalance): Quantity =>
  min(subtract(level.held, level.available), level.overdrawn)

/** Where the order's hold was and the order was not. Other locations may not serve the carts. */
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
    // Moves what is lacking, in whole lines, so possibly more.
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
  // Not a due hold, which counts for nobody, nor one in a completion, which relies on its place.
  const movable = others.filter(
    (hold) => hold.pool_id === from.pool_id && !hold.completing_at && !hold.due
  )
  for (const hold of movable) {
    if (!isPositive(open)) break
    const target = targets.find(
      (level) =>
        compare(hold.quantity, free.get(level.pool_id) ?? ZERO) <= 0 &&
        // One active hold per pool and holder, due ones included: a holder that is there already
        // stays.
        !others.some(
          (other) => other.pool_id === level.pool_id && other.holder_id === hold.holder_id
        )
    )
    if (!target) continue
    moves.push({ hold_id: hold.id, to_pool_id: target.pool_id })
    free.set(target.pool_id, subtract(free.get(target.pool_id) ?? ZERO, hold.quantity))
    free.set(from.pool_id, add(free.get(from.pool_id) ?? ZERO, hold.quantity))
    open = subtract(open, hold.quantity)
  }
  return isPositive(open) ? undefined : { moves, free }
}
