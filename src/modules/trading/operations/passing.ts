import type { UnitsOf } from "../../../contracts/vaults"

/** Lines per side of a trade (contracts/vaults.ts): a match must be valid in a proposal. */
export const LINES_PER_SIDE_MAX = 50

/** Units by variant. */
export type Units = ReadonlyMap<string, number>

/** The largest first, so that a side is few lines; then by id, to be deterministic. */
const bySize = (a: UnitsOf, b: UnitsOf): number =>
  b.quantity - a.quantity || (a.variant_id < b.variant_id ? -1 : 1)

/** What a giver could pass to a taker: of each variant the lesser of both, largest first. */
export function passing(gives: Units, wants: Units): UnitsOf[] {
  const [few, many] = gives.size < wants.size ? [gives, wants] : [wants, gives]
  const lines: UnitsOf[] = []
  for (const [variant_id, units] of few) {
    const quantity = Math.min(units, many.get(variant_id) ?? 0)
    if (quantity > 0) lines.push({ variant_id, quantity })
  }
  return lines.sort(bySize).slice(0, LINES_PER_SIDE_MAX)
}

export const unitsOf = (lines: readonly UnitsOf[]): number =>
  lines.reduce((units, line) => units + line.quantity, 0)

/** The first units of some lines, up to a number. */
export function firstUnits(lines: readonly UnitsOf[], units: number): UnitsOf[] {
  let left = units
  const taken: UnitsOf[] = []
  for (const { variant_id, quantity } of lines) {
    if (left === 0) break
    const part = Math.min(quantity, left)
    taken.push({ variant_id, quantity: part })
    left -= part
  }
  return taken
}
