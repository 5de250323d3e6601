import {
  ZERO,
  add,
  atLeastZero,
  compare,
  isPositive,
  max,
  min,
  subtract,
  sum,
  type Quantity,
} from "../../shared/quantity"
import type { Piece } from "./demand"
import type { LevelReading } from "./stock"
import type { Reduction } from "../../modules/ledger/operations/release"
import type { GrantedHold } from "../../modules/ledger/operations/reserve-types"

export interface OwnHold {
  hold_id: string
  pool_id: string
  quantity: Quantity
}

export interface ShortItem {
  inventory_item_id: string
  asked: Quantity
  available: Quantity
}

export interface Placement {
  /** Pool → units that the cart needs there; empty if anything is short. */
  quantities: Map<string, Quantity>
  short: ShortItem[]
}

interface Room {
  pool_id: string
  location_id: string
  /** What this cart could hold here in all. */
  free: Quantity
  own: Quantity
}

/**
 * Finds a location for each piece of a cart's demand, because Medusa reserves a line's item at one
 * location. A piece stays where the cart holds enough; else it goes to the first location with
 * room, bound and large pieces first. Pure.
 */
export function place(
  pieces: readonly Piece[],
  levels: readonly LevelReading[],
  own: readonly OwnHold[]
): Placement {
  const quantities = new Map<string, Quantity>()
  const short: ShortItem[] = []
  for (const itemId of new Set(pieces.map((piece) => piece.inventory_item_id))) {
    const mine = pieces.filter((piece) => piece.inventory_item_id === itemId)
    const rooms = levels
      .filter((level) => level.inventory_item_id === itemId)
      .map((level) => toRoom(level, own))
    const unplaced = placeItem(mine, rooms, quantities)
    if (!unplaced.length) continue
    const asked = sum(mine.map((piece) => piece.quantity))
    const placed = subtract(asked, sum(unplaced.map((piece) => piece.quantity)))
    const bound = mine.length === 1 ? mine[0]?.at : undefined
    const largest = rooms
      .filter((room) => bound?.includes(room.location_id) ?? true)
      .map((room) => room.free)
      .reduce(max, ZERO)
    const all = sum(rooms.map((room) => atLeastZero(room.free)))
    // one line needs one location; several lines may use all of them
    const available = mine.length === 1 ? largest : max(placed, min(all, asked))
    short.push({
      inventory_item_id: itemId,
      asked,
      available: compare(available, asked) < 0 ? available : largest,
    })
  }
  return { quantities: short.length ? new Map() : quantities, short }
}

function toRoom(level: LevelReading, own: readonly OwnHold[]): Room {
  const mine = sum(
    own.filter((hold) => hold.pool_id === level.pool_id).map((hold) => hold.quantity)
  )
  return {
    pool_id: level.pool_id,
    location_id: level.location_id,
    free: add(subtract(level.available, level.held), mine),
    own: mine,
  }
}

function placeItem(
  pieces: readonly Piece[],
  rooms: readonly Room[],
  quantities: Map<string, Quantity>
): Piece[] {
  const left = rooms.map((room) => ({ ...room }))
  const unplaced: Piece[] = []
  for (const piece of [...pieces].sort(hardestFirst)) {
    const usable = left.filter((candidate) => piece.at?.includes(candidate.location_id) ?? true)
    const room =
      usable.find(
        (candidate) => compare(candidate.own, piece.quantity) >= 0 && isPositive(candidate.own)
      ) ?? usable.find((candidate) => compare(candidate.free, piece.quantity) >= 0)
    if (!room) {
      unplaced.push(piece)
      continue
    }
    room.free = subtract(room.free, piece.quantity)
    room.own = atLeastZero(subtract(room.own, piece.quantity))
    quantities.set(room.pool_id, add(quantities.get(room.pool_id) ?? ZERO, piece.quantity))
  }
  return unplaced
}

const hardestFirst = (a: Piece, b: Piece): number =>
  Number(Boolean(b.at)) - Number(Boolean(a.at)) || compare(b.quantity, a.quantity)

/** What a grant added, for compensation. */
export const toReductions = (holds: readonly GrantedHold[]): Reduction[] =>
  holds
    .filter((hold) => isPositive(hold.added))
    .map(({ hold_id, added }) => ({ hold_id, quantity: added }))
