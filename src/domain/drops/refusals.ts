import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { coalesce } from "../../shared/coalesce"
import { dropsOf } from "../container"

const counts = new Map<string, number>()

/** Counts a rejected shopper; `write` saves the counts in batches. */
export function countRefusal(container: MedusaContainer, dropId: string): void {
  counts.set(dropId, (counts.get(dropId) ?? 0) + 1)
  void write(container, "counts")
}

/** Once a second: a statistic must not cost a rush a statement per rejected request. */
const write = coalesce(
  async (container: MedusaContainer, keys) => {
    const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000)
    const rows = [...counts].map(([drop_id, count]) => ({ drop_id, count, minute }))
    counts.clear()
    try {
      // One row per call and process; the statistics sum them.
      await dropsOf(container).createDropRefusals(rows)
    } catch (error) {
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(
          `holdfast: ${rows.length} count(s) of rejected reservations were not written: ${String(error)}`
        )
    }
    return keys.map(() => undefined)
  },
  { everyMs: 1_000 }
)
