import type { MedusaContainer } from "@medusajs/framework/types"
import { dropsOf, ledgerOf } from "../container"
import { allotIdle, syncReservations } from "../inventory/allotments"
import type { DropRow } from "./definitions"

/** Seconds that released units stay exposed: the next buyer usually needs them at once. */
const IDLE_SECONDS = 30

/** Drops and pools per round. */
const BATCH_MAX = 100

/** Drops past their end whose stock is still allotted. */
export async function listDropsToEnd(container: MedusaContainer): Promise<DropRow[]> {
  return (await dropsOf(container).listDrops(
    { status: "scheduled", ends_at: { $lte: await ledgerOf(container).now() } },
    { take: BATCH_MAX }
  )) as DropRow[]
}

/** Closed pools with units left, and pools that expose idle units. */
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
