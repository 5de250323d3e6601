import { setTimeout as wait } from "node:timers/promises"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { Turn } from "../../modules/ledger/operations/take-turns"
import { HoldfastError } from "../../shared/errors"
import { findOrderOfCart, listReservationsOfOrders } from "../inventory/orders"

/**
 * Seconds after which a turn lapses by itself: creating an order and reserving for it takes well
 * under one.
 */
export const TURN_SECONDS = 20

/**
 * Seconds that a turn is kept for an order whose holds are yet to be settled (see
 * `Turn.keep_until_settled`).
 */
export const SETTLE_SECONDS = 60

/** Milliseconds between two looks; a completion takes some hundred. */
const POLL_MS = 25

/**
 * Every so many looks, ask Medusa whether the cart in front has reserved already and only waits for
 * its payment.
 */
const LOOKS_PER_PROOF = 4

/**
 * Waits until no other completion of the same items stands between its snapshot of the stock and
 * its reservation.
 *
 * @throws HoldfastError `CHECKOUT_BUSY` when it takes longer than `seconds`. The cart's holds are
 * untouched.
 */
export async function waitForTurns(
  container: MedusaContainer,
  input: { cart_id: string; owner: string; inventory_item_ids: readonly string[]; seconds: number }
): Promise<void> {
  if (!input.inventory_item_ids.length) return
  const deadline = Date.now() + input.seconds * 1_000
  for (let look = 1; ; look++) {
    const blocking = await ledgerOf(container).takeTurns({
      inventory_item_ids: input.inventory_item_ids,
      cart_id: input.cart_id,
      owner: input.owner,
      seconds: TURN_SECONDS,
    })
    if (!blocking.length) return
    const passed = look % LOOKS_PER_PROOF === 0 ? await passFinished(container, blocking) : false
    if (Date.now() > deadline) {
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "Many shoppers are checking out the same units at this moment. Yours are still held; please try again."
      )
    }
    if (!passed) await wait(POLL_MS)
  }
}

/** Gives up turns of carts that have reserved in Medusa: they need the turn no more. */
async function passFinished(
  container: MedusaContainer,
  blocking: readonly Turn[]
): Promise<boolean> {
  let passed = false
  for (const turn of blocking.filter((one) => !one.keep_until_settled)) {
    const orderId = await findOrderOfCart(container, turn.cart_id)
    const reservations = orderId ? await listReservationsOfOrders(container, [orderId]) : []
    if (!reservations.some((one) => one.inventory_item_id === turn.inventory_item_id)) continue
    await ledgerOf(container).giveUpTurns({
      of: { owner: turn.owner },
      inventory_item_ids: [turn.inventory_item_id],
    })
    passed = true
  }
  return passed
}
