import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { checkDemand, coverDemand, insufficientStock, logObserved } from "../../../lib/carts/cover"
import { readCart, readDemand } from "../../../lib/carts/demand"
import { ledgerOf } from "../../../lib/carts/stock"
import { rememberRefusal } from "../../../lib/http/request-context"
import { readOptions } from "../../../lib/options"
import type { Reduction } from "../../../modules/ledger/operations/release"

export interface ExtendCartHoldsInput {
  cart_id: string
}

/** Covers the cart as it stands and prolongs its holds; compensation gives back what was newly taken. */
export const extendCartHoldsStep = createStep(
  "holdfast-extend-cart-holds",
  async ({ cart_id }: ExtendCartHoldsInput, { container }) => {
    const demand = await readDemand(container, await readCart(container, cart_id))
    if (readOptions().mode === "observe") {
      logObserved(container, "would extend a cart's holds", {
        cart_id,
        short: await checkDemand(container, demand),
      })
      return new StepResponse<undefined, Reduction[]>(undefined, [])
    }
    const { added, short } = await coverDemand(container, demand, "the shopper extended the holds")
    if (short.length) {
      const error = insufficientStock(short)
      rememberRefusal(error)
      throw error
    }
    await ledgerOf(container).extend({
      filter: { cart_id },
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
