import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { isAmple, insufficientStock, checkCart } from "../../../domain/carts/cover"
import { readCart, toLines, type CartState } from "../../../domain/inventory/demand"
import { claimDropUnits } from "../../../domain/drops/claim"
import { answering } from "../../utils/answer"
import { readOptions } from "../../../shared/options"
import type { QuantityInput } from "../../../shared/quantity"
import { currentRequest } from "../../../workflows/hook-handlers/request"

type Changed = (cart: CartState) => CartState

/**
 * Refuses a change that cannot be served before Medusa starts to work on it. Read-only and cheap;
 * the gate in the workflow's hook decides again, under Medusa's cart lock, for those who pass.
 */
async function refuseEarly(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
  change: Changed
): Promise<void> {
  await answering(res, next, async () => {
    if (readOptions().mode === "enforce") {
      const cart = await readCart(req.scope, String(req.params.id), currentRequest()?.asker)
      const changed = change(cart)
      const held = claimDropUnits(req.scope, changed)
      const short = await checkCart(req.scope, changed, held)
      if (short.length) throw insufficientStock(short)
    }
    next()
  })
}

interface AddBody {
  variant_id?: string
  quantity?: QuantityInput
}

export function refuseShortAdd(
  req: MedusaRequest<AddBody>,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { variant_id, quantity } = req.validatedBody
  // On a quiet day there is plenty, and the gate in the hook is look enough; where a store has
  // taken that hook for itself, this is the only look that is certain.
  const hasGate = readOptions().hooks["addToCart.validate"]
  if (hasGate && isAmple(variant_id, Number(quantity ?? 1))) return Promise.resolve(next())
  return refuseEarly(req, res, next, (cart) => ({
    ...cart,
    lines: [...cart.lines, ...toLines([{ variant_id, quantity: quantity ?? 1 }])],
  }))
}

export function refuseShortUpdate(
  req: MedusaRequest<{ quantity?: QuantityInput }>,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { quantity } = req.validatedBody
  return refuseEarly(req, res, next, (cart) => ({
    ...cart,
    lines: cart.lines.flatMap((line) =>
      line.line_item_id === req.params.line_id && quantity !== undefined
        ? toLines([{ id: line.line_item_id, variant_id: line.variant_id, quantity }])
        : [line]
    ),
  }))
}
