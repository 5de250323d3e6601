import type { Neighbour } from "./neighbours"
import { LINES_PER_SIDE_MAX, passing, unitsOf, type Units } from "./passing"

/** A neighbour of the caller, and what it would give to the third side, or wants from it. */
export type Opened = Neighbour & { toThird: Units }

export interface Ring {
  /** Gets from the caller and gives to `last`. */
  middle: Opened
  /** Gets from `middle` and gives to the caller. */
  last: Opened
  /** Units that each side would give, and get. */
  units: number
}

/** All pairs of neighbours between whom something could pass. */
export function pairRings(middles: readonly Opened[], lasts: readonly Opened[]): Ring[] {
  const wanters = new Map<string, { last: number; units: number }[]>()
  lasts.forEach(({ toThird }, last) => {
    for (const [variant_id, units] of toThird) {
      const known = wanters.get(variant_id)
      if (known) known.push({ last, units })
      else wanters.set(variant_id, [{ last, units }])
    }
  })
  return middles.flatMap((middle) => {
    const sums = new Map<number, number>()
    for (const [variant_id, gives] of middle.toThird) {
      for (const { last, units } of wanters.get(variant_id) ?? []) {
        sums.set(last, (sums.get(last) ?? 0) + Math.min(gives, units))
      }
    }
    return [...sums].flatMap(([at, sum]): Ring[] => {
      const last = lasts[at]
      if (!last || last.key === middle.key) return []
      // A side has a limit of lines; beyond it, only the largest count.
      const fits = Math.min(middle.toThird.size, last.toThird.size) <= LINES_PER_SIDE_MAX
      const passed = fits ? sum : unitsOf(passing(middle.toThird, last.toThird))
      return [{ middle, last, units: Math.min(middle.units, passed, last.units) }]
    })
  })
}
