import type { Demand } from "../inventory/demand"
import type { LevelReading } from "../inventory/levels"

/**
 * Times that what is asked for must have been there. Few changes run at once, and each looks anew
 * at the gate.
 */
const AMPLE_TIMES = 20

/** Milliseconds that a reading counts; the gate of every change of the variant renews it. */
const REMEMBERED_MS = 60_000

/** Variants that one process remembers. */
const VARIANTS_MAX = 20_000

const rooms = new Map<string, { pieces: number; until: number }>()

/**
 * Remembers how many of each variant there were, as the gates saw it. Only ever used to leave the
 * early refusal out: the gate decides by exact figures, so here a number that is about right will
 * do.
 */
export function noteRoom(demand: Demand, levels: readonly LevelReading[]): void {
  const now = performance.now()
  if (rooms.size > VARIANTS_MAX) rooms.clear()
  for (const variantId of new Set(demand.pieces.map((piece) => piece.variant_id))) {
    const mine = demand.pieces.filter((piece) => piece.variant_id === variantId)
    const pieces = mine.map((piece) => {
      const here = levels.filter((level) => level.inventory_item_id === piece.inventory_item_id)
      const free = here.map((level) => Number(level.available) - Number(level.held))
      return Math.max(0, ...free) / Number(piece.required_quantity)
    })
    rooms.set(variantId, { pieces: Math.min(...pieces), until: now + REMEMBERED_MS })
  }
}

/** Whether so many pieces of a variant were there many times over, a moment ago. */
export function isAmple(variantId: string | undefined, quantity: number): boolean {
  const room = variantId === undefined ? undefined : rooms.get(variantId)
  return (
    room !== undefined && room.until > performance.now() && room.pieces >= quantity * AMPLE_TIMES
  )
}
