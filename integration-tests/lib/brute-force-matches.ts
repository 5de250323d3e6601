import type { Owner } from "../../src/contracts/vaults"
import type { Listed } from "./trading-database"

export interface BruteMatch {
  sides: { owner: Owner; gives: { variant_id: string; quantity: number }[] }[]
  units: number
  fit: number
}

const LINES_MAX = 50

/**
 * All matches of one owner, found by trying everybody with everybody. Written from the rule in
 * docs/internals/matching.md and not from the code that it checks: no index, no candidates, no
 * limits.
 */
export function bruteForceMatches(
  me: Owner,
  market: readonly Listed[],
  { closed = [], blocked = [] }: { closed?: readonly string[]; blocked?: readonly string[] } = {}
): BruteMatch[] {
  const traded = market.filter((one) => !blocked.includes(one.variant_id))
  const owners = [...new Map(traded.map((one) => [one.owner.id, one.owner])).values()]
  const others = owners.filter((one) => one.id !== me.id && !closed.includes(one.id))
  const of = (owner: Owner, variant: string): Listed | undefined =>
    traded.find((one) => one.owner.id === owner.id && one.variant_id === variant)
  const variants = [...new Set(traded.map((one) => one.variant_id))].sort()

  const flow = (from: Owner, to: Owner) => {
    const lines = variants.map((variant_id) => {
      const [giver, taker] = [of(from, variant_id), of(to, variant_id)]
      const free = (giver?.quantity ?? 0) - (giver?.held ?? 0)
      const quantity = Math.min(giver?.for_trade ?? 0, free, taker?.wanted ?? 0)
      return { variant_id, quantity }
    })
    // Array.sort is stable, and `variants` are in order.
    const largest = lines
      .filter((line) => line.quantity > 0)
      .sort((a, b) => b.quantity - a.quantity)
    return largest.slice(0, LINES_MAX)
  }
  const wantedBy = (owner: Owner): number =>
    traded.reduce((sum, one) => sum + (one.owner.id === owner.id ? one.wanted : 0), 0)

  const circles: Owner[][] = others.flatMap((b) => [
    [me, b],
    ...others.filter((c) => c.id !== b.id).map((c) => [me, b, c]),
  ])
  const matches = circles.flatMap((circle): BruteMatch[] => {
    const flows = circle.map((from, at) => flow(from, circle[(at + 1) % circle.length] ?? me))
    const each = Math.min(
      ...flows.map((lines) => lines.reduce((sum, one) => sum + one.quantity, 0))
    )
    if (each === 0) return []
    const sides = circle.map((owner, at) => {
      let left = each
      const gives = (flows[at] ?? []).flatMap(({ variant_id, quantity }) => {
        const part = Math.min(left, quantity)
        left -= part
        return part > 0 ? [{ variant_id, quantity: part }] : []
      })
      return { owner, gives }
    })
    const units = each * circle.length
    return [{ sides, units, fit: units / circle.reduce((sum, one) => sum + wantedBy(one), 0) }]
  })
  const ids = ({ sides }: BruteMatch): string =>
    sides.map(({ owner }) => `${owner.type} ${owner.id}`).join(" , ")
  return matches.sort(
    (a, b) =>
      b.fit - a.fit ||
      b.units - a.units ||
      a.sides.length - b.sides.length ||
      (ids(a) < ids(b) ? -1 : 1)
  )
}
