import type { MedusaContainer } from "@medusajs/framework/types"
import { checkDemand, coverDemand, insufficientStock, logObserved } from "../../lib/carts/cover"
import { readDemand, type CartState } from "../../lib/carts/demand"
import { ledgerOf } from "../../lib/carts/stock"
import { expose } from "../../lib/allotments"
import { claimDropUnits } from "../../lib/drops/claim"
import { rememberFitting, rememberRefusal } from "../../lib/http/request-context"
import { readOptions } from "../../lib/options"
import type { Reduction } from "../../modules/ledger/operations/release"

/**
 * The gate that every change of a cart passes: the cart as it will be must be covered by holds (or, where holds begin at
 * the checkout, by free stock).
 *
 * @returns what was added, for `undoChange`.
 * @throws HoldfastError `INSUFFICIENT_STOCK` or `CHECKOUT_BUSY`.
 */
export async function coverChange(
  container: MedusaContainer,
  cart: CartState
): Promise<Reduction[]> {
  const { mode, holds } = readOptions()
  try {
    const held = mode === "enforce" ? claimDropUnits(container, cart) : undefined
    const demand = await readDemand(container, cart, held)
    if (mode === "observe") {
      const short = await checkDemand(container, demand)
      const data = { cart_id: cart.id, pieces: demand.pieces.length, short }
      logObserved(
        container,
        short.length ? "would refuse a change" : "would hold a cart's units",
        data
      )
      return []
    }
    const { added, short, exact } =
      holds.at === "cart"
        ? await coverDemand(container, demand, "the cart was changed", held)
        : { added: [], short: await checkDemand(container, demand, held), exact: false }
    if (short.length) throw insufficientStock(short)
    if (exact) rememberFitting(cart.id)
    for (const poolId of new Set(demand.drops.map((share) => share.pool_id))) {
      await expose(container, poolId)
    }
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
