import type { Owner, UnitsOf } from "../../../contracts/vaults"
import type { Executor } from "../../../shared/executor"
import { findRings } from "./find-rings"
import {
  ownerKey,
  readGivers,
  readOwnListings,
  readWantedUnits,
  readWanters,
} from "./match-listings"
import { byOwner, type ByOwner, type Neighbour } from "./neighbours"
import type { Opened } from "./pair-rings"
import { firstUnits, passing, unitsOf, type Units } from "./passing"

/** Others' listings per direction, divided among the caller's own; the latest touched first. */
const LISTINGS_SEEN_MAX = 20_000

export interface MatchQuery {
  owner: Owner
  /** Owners not to propose to the caller. The caller itself never is. */
  left_out: readonly Owner[]
  /** Variants that are not tradable. */
  blocked: readonly string[]
  limit: number
}

export interface MatchFound {
  /** In order of giving, the owner first: two for a swap, three for a ring. */
  sides: { owner: Owner; gives: UnitsOf[] }[]
  /** Units that change hands. */
  units: number
  /** Above 0, at most 1: units that change hands, over the units that all sides want. */
  fit: number
}

/**
 * The best swaps and rings of three for one owner: by fit, then units, swaps before rings, then
 * ids. Every side gives as many units as it gets: the least that any can pass on.
 *
 * Pairs are made here and not in SQL: the planner cannot estimate the candidates and compares all
 * with all (10,000 listings: 120 ms at the median, up to 600 ms).
 */
export async function findMatches(executor: Executor, query: MatchQuery): Promise<MatchFound[]> {
  const { owner, blocked, limit } = query
  const mine = await readOwnListings(executor, owner, blocked)
  const gives: Units = new Map(mine.map((line) => [line.variant_id, line.gives]))
  const wants: Units = new Map(mine.map((line) => [line.variant_id, line.wants]))
  const wanted = mine.reduce((units, line) => units + line.wants, 0)

  const leftOut = [owner, ...query.left_out].map(ownerKey)
  const given = variantsOf(gives)
  const missing = variantsOf(wants)
  const [taking, giving] = await Promise.all([
    readWanters(executor, leftOut, given, seenOf(given)).then(byOwner),
    readGivers(executor, leftOut, missing, seenOf(missing)).then(byOwner),
  ])
  const everybody = new Map([...taking, ...giving].map(([key, { owner }]) => [key, owner]))
  const wantedBy = await readWantedUnits(executor, [...everybody.values()], blocked)
  const takers = neighbours(taking, wantedBy, (units) => passing(gives, units))
  const givers = neighbours(giving, wantedBy, (units) => passing(units, wants))

  const rings = await findRings(executor, { takers, givers, wanted, blocked })
  const best = rank([...swaps(takers, givers), ...rings], wanted).slice(0, limit)
  return best.map(({ middle, last, units, fit }) => {
    const between = "toThird" in middle && "toThird" in last
    const passed = [
      { owner, lines: passing(gives, middle.toCaller) },
      ...(between ? [{ owner: middle.owner, lines: passing(middle.toThird, last.toThird) }] : []),
      { owner: last.owner, lines: passing(last.toCaller, wants) },
    ]
    return {
      sides: passed.map((side) => ({
        owner: side.owner,
        gives: firstUnits(side.lines, units / passed.length),
      })),
      units,
      fit,
    }
  })
}

const variantsOf = (units: Units): string[] =>
  [...units].filter(([, count]) => count > 0).map(([variant]) => variant)

const seenOf = (variants: readonly string[]): number =>
  Math.ceil(LISTINGS_SEEN_MAX / Math.max(1, variants.length))

function neighbours(
  owners: ByOwner,
  wantedBy: ReadonlyMap<string, number>,
  passed: (units: Units) => UnitsOf[]
): Neighbour[] {
  return [...owners].map(([key, { owner, units }]) => ({
    owner,
    key,
    toCaller: units,
    units: unitsOf(passed(units)),
    wanted: wantedBy.get(key) ?? 0,
  }))
}

/** The caller gives to `middle`, and `last` to the caller; in a swap they are the same owner. */
interface Candidate {
  middle: Neighbour | Opened
  last: Neighbour | Opened
  /** Units that each side would give, and get. */
  units: number
}

function swaps(takers: readonly Neighbour[], givers: readonly Neighbour[]): Candidate[] {
  const giverOf = new Map(givers.map((giver) => [giver.key, giver]))
  return takers.flatMap((middle) => {
    const last = giverOf.get(middle.key)
    return last ? [{ middle, last, units: Math.min(middle.units, last.units) }] : []
  })
}

function rank(candidates: readonly Candidate[], wanted: number) {
  const ranked = candidates.map(({ middle, last, units }) => {
    const sides = middle.key === last.key ? 2 : 3
    const all = wanted + middle.wanted + (sides === 3 ? last.wanted : 0)
    const moved = units * sides
    return { middle, last, units: moved, fit: moved / all, sides }
  })
  const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
  return ranked.sort(
    (a, b) =>
      b.fit - a.fit ||
      b.units - a.units ||
      a.sides - b.sides ||
      order(a.middle.key, b.middle.key) ||
      order(a.last.key, b.last.key)
  )
}
