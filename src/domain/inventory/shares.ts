import type { AllotmentRow } from "../../modules/ledger/operations/allotments"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import type { DemandLine } from "./demand"
import { ZERO, compare, isPositive, min, subtract, sum, type Quantity } from "../../shared/quantity"

/** Units that a cart has, or may have, of a pool that is set aside. */
export interface SetAsideUnits {
  /** Null while they are only looked for, not held. */
  hold_id: string | null
  pool_id: string
  kind: "drop" | "shared"
  variant_id: string
  quantity: Quantity
}

/** Units of a line that come from a set-aside pool. They need no hold at a level. */
export interface SetAsideShare extends SetAsideUnits {
  line_item_id: string | null
}

/** What is left of a line for the levels, and the pools that serve the rest of it. */
export interface RestOfLine extends DemandLine {
  shares: SetAsideShare[]
}

/**
 * The units that count for a cart: those of drops, and those of the shared inventory that it buys
 * for now.
 */
export function usableUnits(
  holds: readonly (HoldRow & { owner_id?: string })[],
  sharedInventoryId: string | null
): SetAsideUnits[] {
  return holds.flatMap(({ id, pool_id, kind, owner_id, counted_id, quantity }): SetAsideUnits[] => {
    const isUsable = kind === "drop" || (kind === "shared" && owner_id === sharedInventoryId)
    if (!isUsable) return []
    return [{ hold_id: id, pool_id, kind, variant_id: counted_id, quantity }]
  })
}

/** Takes set-aside units off a cart's lines, line by line. */
export function splitOffSetAside(
  lines: readonly DemandLine[],
  units: readonly SetAsideUnits[]
): { rest: RestOfLine[]; shares: SetAsideShare[] } {
  const left = new Map(units.map((one) => [one, one.quantity]))
  const rest = lines.map((line): RestOfLine => {
    const shares: SetAsideShare[] = []
    let { quantity } = line
    for (const one of units.filter((unit) => unit.variant_id === line.variant_id)) {
      const share = min(quantity, left.get(one) ?? ZERO)
      if (!isPositive(share)) continue
      left.set(one, subtract(left.get(one) ?? ZERO, share))
      quantity = subtract(quantity, share)
      shares.push({ ...one, line_item_id: line.line_item_id, quantity: share })
    }
    return { ...line, quantity, shares }
  })
  return { rest, shares: rest.flatMap((line) => line.shares) }
}

/** Units of one hold that lines ask for. */
export const unitsOf = (
  demand: { set_aside: readonly SetAsideShare[] },
  hold: { id: string }
): Quantity =>
  sum(demand.set_aside.filter((share) => share.hold_id === hold.id).map((share) => share.quantity))

/**
 * Where the rest of a line may be taken from, so that one location serves all of the line: there
 * where its set-aside units lie. Undefined for a line without any: anywhere.
 */
export function locationsBeside(
  shares: readonly SetAsideShare[],
  allotments: readonly AllotmentRow[],
  inventoryItemId: string
): string[] | undefined {
  const each = shares.map((share) =>
    allotments
      .filter((one) => one.pool_id === share.pool_id && one.inventory_item_id === inventoryItemId)
      .filter((one) => compare(one.pool_units, share.quantity) >= 0)
      .map((one) => one.location_id)
  )
  return each.length
    ? each.reduce((all, some) => all.filter((location) => some.includes(location)))
    : undefined
}
