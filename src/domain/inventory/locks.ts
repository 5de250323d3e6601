import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, generateEntityId } from "@medusajs/framework/utils"
import { setTimeout as wait } from "node:timers/promises"
import { ledgerOf } from "../container"
import { HoldfastError } from "../../shared/errors"

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

/**
 * Seconds after which a lease lapses by itself: its holder died. What is done under one takes well
 * under a second.
 */
const LEASE_SECONDS = 10

/** Longer than that, so that a crash makes others late and refuses nobody. */
const WAIT_MS = 15_000

/** Milliseconds between two looks. */
const POLL_MS = 25

/**
 * Does something in one process at a time, whatever lock provider Medusa has: a row of the ledger's
 * turns says who may. Not for what counts units (the ledger's transactions are), but for what
 * Medusa must be told by one at a time.
 *
 * @throws HoldfastError `CHECKOUT_BUSY` when others keep it for too long.
 */
export async function withLease<Result>(
  container: MedusaContainer,
  name: string,
  work: () => Promise<Result>
): Promise<Result> {
  const ledger = ledgerOf(container)
  const owner = generateEntityId(undefined, "hfturn")
  const deadline = Date.now() + WAIT_MS
  const lease = { inventory_item_ids: [name], cart_id: owner, owner, seconds: LEASE_SECONDS }
  while ((await ledger.takeTurns(lease)).length) {
    if (Date.now() > deadline) {
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "The stock of this item is being set aside or given back at this moment. Nothing was changed; please try again."
      )
    }
    await wait(POLL_MS)
  }
  try {
    return await work()
  } finally {
    await ledger.giveUpTurns({ of: { owner } })
  }
}
