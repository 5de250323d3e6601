import { LRUCache } from "lru-cache"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"

/**
 * Milliseconds that a process believes that a drop is sold out without asking: the longest that a
 * unit which came back stays unseen.
 */
const BELIEVED_MS = 100

interface Reading {
  container: MedusaContainer
  asked_at: number
}

/** Pool → those who have a live or consumed hold in it. */
const soldOut = new LRUCache<string, ReadonlySet<string>, Reading>({
  max: 1_000,
  ttl: BELIEVED_MS,
  ignoreFetchAbort: true,
  fetchMethod: async (poolId, _, { context, options }) => {
    const holders = new Set(await ledgerOf(context.container).listHolderIds(poolId))
    options.ttl = Math.max(1, context.asked_at + BELIEVED_MS - performance.now())
    return holders
  },
})

/**
 * After a sell-out thousands are turned away without a database round trip each. Holders are let
 * through, because their error names the reservation that they have.
 */
export const isBelievedSoldOut = (poolId: string, holder: string): boolean =>
  soldOut.get(poolId)?.has(holder) === false

/** One look-up of the holders for all who are turned away at once. */
export async function believeSoldOut(poolId: string, reading: Reading): Promise<void> {
  await soldOut.fetch(poolId, { context: reading })
}

/** A unit came back in this process. */
export const forgetSoldOut = (poolId: string): void => void soldOut.delete(poolId)
