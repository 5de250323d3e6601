import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { dropsOf } from "../container"

/**
 * Milliseconds between two writes of the counts: a statistic must not cost a rush a statement per
 * refusal.
 */
const FLUSH_MS = 1_000

const counts = new Map<string, number>()
let timer: NodeJS.Timeout | undefined

/** Counts a shopper who was turned away; written down together, a moment later. */
export function countRefusal(container: MedusaContainer, dropId: string): void {
  counts.set(dropId, (counts.get(dropId) ?? 0) + 1)
  timer ??= setTimeout(() => void flush(container), FLUSH_MS).unref()
}

async function flush(container: MedusaContainer): Promise<void> {
  timer = undefined
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  const rows = [...counts].map(([drop_id, count]) => ({ drop_id, count, minute }))
  counts.clear()
  try {
    // One row per flush and process; the statistics sum them.
    await dropsOf(container).createDropRefusals(rows)
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`holdfast: ${rows.length} refusal count(s) were not written: ${String(error)}`)
  }
}
