import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../domain/container"
import { insufficientStock, logObserved, checkCart, coverCart } from "../../domain/carts/cover"
import type { CartState } from "../../domain/inventory/demand"
import { claimDropUnits } from "../../domain/drops/claim"
import { rememberFitting, rememberRefusal } from "../../shared/request-context"
import { readOptions } from "../../shared/options"
import type { Reduction } from "../../modules/ledger/operations/release"

/**
 * The gate that every change of a cart passes: the cart as it will be must be covered by holds (or,
 * where holds begin at the checkout, by free stock).
 *
 * @returns what was added, for `undoChange`.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK` or
 * `CHECKOUT_BUSY`.
 */
export async function coverChange(
  container: MedusaContainer,
  cart: CartState
): Promise<Reduction[]> {
  const { mode, holds } = readOptions()
  try {
    const held = mode === "enforce" ? claimDropUnits(container, cart) : undefined
    if (mode === "observe") {
      const short = await checkCart(container, cart)
      const data = { cart_id: cart.id, lines: cart.lines.length, short }
      logObserved(
        container,
        short.length ? "would refuse a change" : "would hold a cart's units",
        data
      )
      return []
    }
    const hold = holds.at === "cart"
    const reason = "the cart was changed"
    const { added, short, exact } = await coverCart(container, cart, reason, { hold, held })
    if (short.length) throw insufficientStock(short)
    if (exact) rememberFitting(cart.id)
    return added
  } catch (error) {
    rememberRefusal(error)
    throw error
  }
}

/** The opposite movement, when a later step of the workflow failed. */
export async function undoChange(
  container: MedusaContainer,
  added: readonly Reduction[] | undefined
): Promise<void> {
  if (!added?.length) return
  await ledgerOf(container).release(added, {
    actor: "system",
    reason: "the change of the cart did not go through",
  })
}
