import { LRUCache } from "lru-cache"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"

/** Milliseconds for which a drop counts as sold out unchecked; a returned unit stays unseen. */
const BELIEVED_MS = 100

interface Reading {
  container: MedusaContainer
  asked_at: number
}

/** Pool → holders with a live or consumed hold in it. */
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

/** Rejects thousands after a sell-out without a query; holders pass, to get their reservation. */
export const isBelievedSoldOut = (poolId: string, holder: string): boolean =>
  soldOut.get(poolId)?.has(holder) === false

/** One query of the holders for all shoppers rejected at once. */
export async function believeSoldOut(poolId: string, reading: Reading): Promise<void> {
  await soldOut.fetch(poolId, { context: reading })
}

export const forgetSoldOut = (poolId: string): void => void soldOut.delete(poolId)
