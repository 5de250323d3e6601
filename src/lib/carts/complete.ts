import type { MedusaContainer } from "@medusajs/framework/types"
import { readOptions } from "../options"
import { coverDemand, insufficientStock, isCovered } from "./cover"
import type { Demand } from "./demand"
import { ledgerOf } from "./stock"
import { waitForTurns } from "./turns"

/** Seconds that a completion waits for others of the same units, once it has been admitted. */
const TURN_WAIT_SECONDS = 45

/**
 * What a cart must have before Medusa completes it: live holds over its whole demand (missing or lapsed ones are taken
 * again while units are there), a grace so that none lapses while the payment runs, and the turn of its items.
 *
 * @param owner names this attempt: the route and the hook of one request use the same.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with every short line, or `CHECKOUT_BUSY`.
 */
export async function beginCompletion(container: MedusaContainer, demand: Demand, owner: string): Promise<void> {
  if (!demand.pieces.length) return
  const ledger = ledgerOf(container)
  const holds = await ledger.listActiveHolds([{ type: "cart", id: demand.cart_id }])
  if (!isCovered(demand, holds)) {
    const { short } = await coverDemand(container, demand, "the cart is being completed")
    if (short.length) throw insufficientStock(short)
  }
  await ledger.extend({
    filter: { cart_id: demand.cart_id },
    seconds: readOptions().holds.graceSeconds,
    completion: "start",
    actor: "system",
    reason: "the completion of the cart begins",
  })
  await waitForTurns(container, {
    cart_id: demand.cart_id,
    owner,
    inventory_item_ids: demand.pieces.map((piece) => piece.inventory_item_id),
    seconds: TURN_WAIT_SECONDS,
  })
}

/** One attempt at completing a cart. */
export interface Attempt {
  cart_id: string
  owner: string
}

/** A completion ended without an order: the shopper keeps the units and may try again; others may pass. */
export async function abandonCompletion(container: MedusaContainer, attempt: Attempt): Promise<void> {
  const ledger = ledgerOf(container)
  await ledger.giveUpTurns({ of: { owner: attempt.owner } })
  await ledger.extend({
    filter: { cart_id: attempt.cart_id },
    seconds: readOptions().holds.ttlSeconds,
    completion: "stop",
    actor: "system",
    reason: "the completion of the cart ended without an order",
  })
}
