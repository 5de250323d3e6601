import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** Seconds that one merchant's change waits for another's to the same stock. */
const LOCK_SECONDS = 10

/**
 * One change of a drop, or of a shared inventory's stock, at a time: two resizes that read the same
 * figures would each add or take their own difference. As far as Medusa's locking provider reaches;
 * over processes without a shared one, the ledger still never oversells.
 */
export function withStockLocked<Result>(
  container: MedusaContainer,
  what: "drop" | "shared_inventory",
  id: string,
  work: () => Promise<Result>
): Promise<Result> {
  return container
    .resolve(Modules.LOCKING)
    .execute(`holdfast:${what}:${id}`, work, { timeout: LOCK_SECONDS })
}

export const withDropLocked = <Result>(
  container: MedusaContainer,
  dropId: string,
  work: () => Promise<Result>
): Promise<Result> => withStockLocked(container, "drop", dropId, work)
