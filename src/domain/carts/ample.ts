import { LRUCache } from "lru-cache"
import type { Demand } from "../inventory/demand"
import type { LevelReading } from "../inventory/levels"

/**
 * Times that what is asked for must have been there. Few changes run at once, and each
 * checks again at the gate.
 */
const AMPLE_TIMES = 20

/** Pieces of each variant; the gate of every change of the variant renews its figure. */
const seen = new LRUCache<string, number>({ max: 20_000, ttl: 60_000 })

/**
 * Remembers how many of each variant there were, as the gates saw it. Only ever used to skip
 * the early check: the gate decides by exact figures, so here a number that is about right will
 * do.
 */
export function rememberPieces(demand: Demand, levels: readonly LevelReading[]): void {
  for (const variantId of new Set(demand.pieces.map((piece) => piece.variant_id))) {
    const mine = demand.pieces.filter((piece) => piece.variant_id === variantId)
    const pieces = mine.map((piece) => {
      const here = levels.filter((level) => level.inventory_item_id === piece.inventory_item_id)
      const free = here.map((level) => Number(level.available) - Number(level.held))
      return Math.max(0, ...free) / Number(piece.required_quantity)
    })
    seen.set(variantId, Math.min(...pieces))
  }
}

/** Whether there was many times this quantity of a variant a moment ago. */
export function isAmple(variantId: string | undefined, quantity: number): boolean {
  const pieces = variantId === undefined ? undefined : seen.get(variantId)
  return pieces !== undefined && pieces >= quantity * AMPLE_TIMES
}
