import type { Owner } from "../../../contracts/vaults"
import { ownerKey, type Line } from "./match-listings"
import type { Units } from "./passing"

/** A possible partner: gets from the caller, or gives to it. */
export interface Neighbour {
  owner: Owner
  /** Its `ownerKey`. */
  key: string
  /** What it gives or wants of the caller's variants. */
  toCaller: Units
  /** Units that could pass between it and the caller. */
  units: number
  /** Units that it wants in all. */
  wanted: number
}

/** Units of each owner by variant. */
export type ByOwner = Map<string, { owner: Owner; units: Map<string, number> }>

export function byOwner(lines: readonly Line[]): ByOwner {
  const owners: ByOwner = new Map()
  for (const { owner, variant_id, units } of lines) {
    const key = ownerKey(owner)
    const known = owners.get(key) ?? { owner, units: new Map<string, number>() }
    known.units.set(variant_id, units)
    owners.set(key, known)
  }
  return owners
}

/** Those first whose ring could have the best fit, as far as two sides can tell. */
export function mostPromising(
  side: readonly Neighbour[],
  otherSide: readonly Neighbour[],
  wanted: number
): Neighbour[] {
  const most = otherSide.reduce((most, { units }) => Math.max(most, units), 0)
  const promise = (neighbour: Neighbour): number =>
    Math.min(neighbour.units, most) / (wanted + neighbour.wanted)
  return [...side].sort((a, b) => promise(b) - promise(a) || (a.key < b.key ? -1 : 1))
}
