import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** Seconds that one merchant's change waits for another's to the same drop. */
const LOCK_SECONDS = 10

/**
 * One change of a drop at a time: two resizes that read the same figures would each add or take their own difference. As
 * far as Medusa's locking provider reaches; over processes without a shared one, the ledger still never oversells.
 */
export function withDropLocked<Result>(
  container: MedusaContainer,
  dropId: string,
  work: () => Promise<Result>
): Promise<Result> {
  return container
    .resolve(Modules.LOCKING)
    .execute(`holdfast:drop:${dropId}`, work, { timeout: LOCK_SECONDS })
}
