import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ledgerOf } from "../../../domain/container"
import { insufficientStock, logObserved, checkCart, coverCart } from "../../../domain/carts/cover"
import { readCart } from "../../../domain/inventory/demand"
import { readOptions } from "../../../shared/options"
import type { Reduction } from "../../../modules/ledger/operations/release"
import { refusing } from "../../drops/refusing"

export interface ExtendCartHoldsInput {
  cart_id: string
}

/**
 * Covers the cart as it stands and prolongs its holds; compensation gives back what was newly
 * taken.
 */
export const extendCartHoldsStep = createStep(
  "holdfast-extend-cart-holds",
  async ({ cart_id }: ExtendCartHoldsInput, { container }) => {
    const cart = await readCart(container, cart_id)
    if (readOptions().mode === "observe") {
      logObserved(container, "would extend a cart's holds", {
        cart_id,
        short: await checkCart(container, cart),
      })
      return new StepResponse<undefined, Reduction[]>(undefined, [])
    }
    const added = await refusing(async () => {
      const covered = await coverCart(container, cart, "the shopper extended the holds")
      if (covered.short.length) throw insufficientStock(covered.short)
      return covered.added
    })
    await ledgerOf(container).extend({
      filter: { cart_ids: [cart_id] },
      seconds: readOptions().holds.ttlSeconds,
      actor: "shopper",
      reason: "the shopper extended the holds",
    })
    return new StepResponse<undefined, Reduction[]>(undefined, added)
  },
  async (added, { container }) => {
    if (!added?.length) return
    await ledgerOf(container).release(added, {
      actor: "system",
      reason: "the extension did not go through",
    })
  }
)
