import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { checkCart, coverCart, insufficientStock, logObserved } from "../../domain/carts/cover"
import { ledgerOf } from "../../domain/container"
import { readCart } from "../../domain/inventory/demand"
import type { Reduction } from "../../modules/ledger/operations/release"
import { readOptions } from "../../shared/options"
import { keepErrorDetails } from "../../shared/request-context"

export interface ExtendCartHoldsInput {
  cart_id: string
}

const REASON = "the shopper extended the holds"

/** Holds what the cart's lines lack, all or nothing; compensation releases what it added. */
export const coverCartStep = createStep(
  "holdfast-cover-cart",
  ({ cart_id }: ExtendCartHoldsInput, { container }) =>
    keepErrorDetails(async () => {
      const cart = await readCart(container, cart_id)
      if (readOptions().mode === "observe") {
        const short = await checkCart(container, cart)
        logObserved(container, "would extend a cart's holds", { cart_id, short })
        return new StepResponse<undefined, Reduction[]>(undefined, [])
      }
      const { short, added } = await coverCart(container, cart, REASON)
      if (short.length) throw insufficientStock(short)
      return new StepResponse<undefined, Reduction[]>(undefined, added)
    }),
  async (added, { container }) => {
    if (!added?.length) return
    await ledgerOf(container).release(added, {
      actor: "system",
      reason: "extending the holds failed",
    })
  }
)

/** Not compensated: shoppers keep the time that they were given. */
export const extendCartHoldsStep = createStep(
  "holdfast-extend-cart-holds",
  ({ cart_id }: ExtendCartHoldsInput, { container }) =>
    keepErrorDetails(async () => {
      const { mode, holds } = readOptions()
      if (mode === "observe") return
      await ledgerOf(container).extend({
        filter: { cart_ids: [cart_id] },
        seconds: holds.ttlSeconds,
        actor: "shopper",
        reason: REASON,
      })
    })
)

/** Re-acquires a cart's expired units, all or nothing, and resets its timer. */
export const extendCartHoldsWorkflow = createWorkflow(
  "holdfast-extend-cart-holds",
  function (input: ExtendCartHoldsInput) {
    coverCartStep(input)
    extendCartHoldsStep(input)
  }
)
