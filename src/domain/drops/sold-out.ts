/**
 * Milliseconds that a process believes that a drop is sold out without asking: the longest that a
 * unit which came back stays unseen.
 */
const BELIEVED_MS = 100

const soldOut = new Map<string, { until: number; holders: ReadonlySet<string> }>()

/**
 * After a sell-out thousands are turned away without a database round trip each. Holders are let
 * through, because they are to be told of the reservation that they have.
 */
export function isBelievedSoldOut(poolId: string, holder: string): boolean {
  const belief = soldOut.get(poolId)
  if (!belief) return false
  if (belief.until <= performance.now()) {
    soldOut.delete(poolId)
    return false
  }
  return !belief.holders.has(holder)
}

/** @param holders those who have a live or consumed hold in the pool. */
export function believeSoldOut(poolId: string, holders: ReadonlySet<string>, readAt: number): void {
  soldOut.set(poolId, { until: readAt + BELIEVED_MS, holders })
}

/** A unit came back in this process. */
export function forgetSoldOut(poolId: string): void {
  soldOut.delete(poolId)
}
