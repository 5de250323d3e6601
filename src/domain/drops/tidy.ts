import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ledgerOf, dropsOf } from "../container"
import { syncReservations, allotIdle } from "../inventory/allotments"
import type { DropRow } from "./definitions"
import { closeDrop } from "./manage"

/**
 * Seconds that units stay exposed after their cart let go of them: the next buyer mostly needs them
 * at once.
 */
const IDLE_SECONDS = 30

/** Drops and pools that one round tidies at most. */
const BATCH_MAX = 100

/**
 * Housekeeping of drops, safe in any number of processes: returns the stock of those whose end has
 * come, and withholds what nobody has in a cart any more. Nobody waits for it; window and expiry
 * are predicates.
 */
export async function tidyDrops(container: MedusaContainer): Promise<void> {
  const ledger = ledgerOf(container)
  const over = (await dropsOf(container).listDrops(
    { status: "scheduled", ends_at: { $lte: await ledger.now() } },
    { take: BATCH_MAX }
  )) as DropRow[]
  for (const drop of over)
    await attempt(container, drop.id, () => closeDrop(container, drop.id, "ended"))
  for (const pool of await ledger.listPools(
    { kind: ["drop", "shared"], untidy_for: IDLE_SECONDS },
    { limit: BATCH_MAX }
  )) {
    await attempt(container, pool.id, async () => {
      if (pool.closed) {
        await syncReservations(
          container,
          (await ledger.shrinkPool(pool.id, { to: "0" })).allotments
        )
      }
      await allotIdle(container, pool.id)
    })
  }
}

/**
 * One drop in trouble (stock that the merchant took away, say) must not keep the others from being
 * tidied.
 */
async function attempt(
  container: MedusaContainer,
  id: string,
  work: () => Promise<unknown>
): Promise<void> {
  try {
    await work()
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`holdfast: ${id} could not be tidied, the next round tries again: ${String(error)}`)
  }
}
