import type { MedusaRequest } from "@medusajs/framework/http"
import { guard } from "../../utils/errors"
import { readOptions } from "../../../shared/options"
import { extendCartHoldsWorkflow } from "../../../workflows/carts/extend-holds"

/**
 * A payment collection begins the checkout. If holds begin there, place them now: nobody should
 * enter a card number for units that are gone.
 */
export const holdAtCheckout = guard(async (req: MedusaRequest<{ cart_id?: string }>) => {
  const { mode, holds } = readOptions()
  const { cart_id } = req.validatedBody
  if (mode === "enforce" && holds.at === "checkout" && cart_id) {
    await extendCartHoldsWorkflow(req.scope).run({ input: { cart_id } })
  }
})
