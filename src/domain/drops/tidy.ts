import type { MedusaContainer } from "@medusajs/framework/types"
import { dropsOf, ledgerOf } from "../container"
import { allotIdle, syncReservations } from "../inventory/allotments"
import type { DropRow } from "./definitions"

/**
 * Seconds that units stay exposed after their cart released them: the next buyer mostly needs them
 * at once.
 */
const IDLE_SECONDS = 30

/** Drops and pools that one round tidies at most. */
const BATCH_MAX = 100

/** Drops whose end has come and whose stock is still allotted. */
export async function listDropsToEnd(container: MedusaContainer): Promise<DropRow[]> {
  return (await dropsOf(container).listDrops(
    { status: "scheduled", ends_at: { $lte: await ledgerOf(container).now() } },
    { take: BATCH_MAX }
  )) as DropRow[]
}

/** Pools that are closed and not empty, or expose units that nobody has in a cart any more. */
export const listPoolsToTidy = (container: MedusaContainer) =>
  ledgerOf(container).listPools(
    { kind: ["drop", "shared"], untidy_for: IDLE_SECONDS },
    { limit: BATCH_MAX }
  )

export async function tidyPool(
  container: MedusaContainer,
  { id, closed }: { id: string; closed: boolean }
): Promise<void> {
  if (closed) {
    const { allotments } = await ledgerOf(container).shrinkPool(id, { to: "0" })
    await syncReservations(container, allotments)
  }
  await allotIdle(container, id)
}
