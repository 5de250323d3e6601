import { setTimeout as wait } from "node:timers/promises"

/** Holds that one round expires at most, so that a round ends. */
const EXPIRED_MAX = 100_000

/**
 * Milliseconds until a pool that somebody worked on is tried again, and how often that is done in
 * vain.
 */
const PAUSE_MS = 5
const VAIN_TRIES_MAX = 40

interface Ledger {
  expireDue(limit: number): Promise<number>
  hasDue(): Promise<boolean>
}

/**
 * Expires all that is due, batch after batch. A batch that is not full does not mean that nothing
 * is left: pools that somebody works on at that moment are passed over, and a busy one must not
 * keep the others waiting, nor be left out.
 *
 * @returns how many were expired.
 */
export async function expireAll(ledger: Ledger, batch: number): Promise<number> {
  let expired = 0
  let vain = 0
  while (expired < EXPIRED_MAX && vain < VAIN_TRIES_MAX) {
    const tidied = await ledger.expireDue(batch)
    expired += tidied
    vain = tidied ? 0 : vain + 1
    if (tidied === batch) continue
    if (!(await ledger.hasDue())) break
    await wait(PAUSE_MS)
  }
  return expired
}
