import type { Executor } from "../../../shared/executor"
import { readGivesOf, readWantsOf } from "./lines-of"
import type { Line } from "./match-listings"
import { byOwner, mostPromising, type Neighbour } from "./neighbours"
import { pairRings, type Opened, type Ring } from "./pair-rings"

/** Neighbours considered, on the side that has fewer: the most promising ones. */
const NEIGHBOURS_MAX = 150

/** Listings considered on each side: 2,000 × 150 pairs at most, some 20 ms. */
const LINES_MAX = 2_000

export interface RingQuery {
  /** Who wants variants that the caller gives. */
  takers: readonly Neighbour[]
  /** Who gives variants that the caller wants. */
  givers: readonly Neighbour[]
  /** Units that the caller wants in all. */
  wanted: number
  blocked: readonly string[]
}

/**
 * Rings of three: the caller gives to a taker, who gives to a giver, who gives to the caller.
 *
 * The search starts on the side with fewer neighbours, and the other side must share a variant with
 * them: a popular variant does not crowd out the few with whom a ring is possible.
 */
export async function findRings(executor: Executor, query: RingQuery): Promise<Ring[]> {
  const { takers, givers, wanted, blocked } = query
  const fromGivers = givers.length <= takers.length
  const [near, far] = fromGivers ? [givers, takers] : [takers, givers]
  if (!near.length) return []
  const [readNear, readFar] = fromGivers ? [readWantsOf, readGivesOf] : [readGivesOf, readWantsOf]

  const nearest = mostPromising(near, far, wanted).slice(0, NEIGHBOURS_MAX)
  const nearOpened = open(nearest, await readNear(executor, choose(nearest)))
  const variant_ids = new Set(nearOpened.flatMap((neighbour) => [...neighbour.toThird.keys()]))
  const others = mostPromising(far, near, wanted)
  const farOpened = open(
    others,
    await readFar(executor, { ...choose(others), variant_ids: [...variant_ids] })
  )
  return fromGivers ? pairRings(farOpened, nearOpened) : pairRings(nearOpened, farOpened)

  function choose(side: readonly Neighbour[]) {
    return { owners: side.map(({ owner }) => owner), blocked, limit: LINES_MAX }
  }
}

/** The neighbours of whom there are lines, with them. */
function open(side: readonly Neighbour[], lines: readonly Line[]): Opened[] {
  const owners = byOwner(lines)
  return side.flatMap((neighbour) => {
    const found = owners.get(neighbour.key)
    return found ? [{ ...neighbour, toThird: found.units }] : []
  })
}
