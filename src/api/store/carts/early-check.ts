import type { MedusaRequest } from "@medusajs/framework/http"
import { isAmple, insufficientStock, checkCart } from "../../../domain/carts/cover"
import { readCart, toLines, type CartState } from "../../../domain/inventory/demand"
import { claimDropUnits } from "../../../domain/drops/claim"
import { guard } from "../../utils/errors"
import { idOf } from "../../utils/request"
import { readOptions } from "../../../shared/options"
import type { QuantityInput } from "../../../shared/quantity"
import { currentRequest } from "../../../workflows/hook-handlers/request"

type Changed = (cart: CartState) => CartState

/**
 * Refuses a change that cannot be served before Medusa starts to work on it. Read-only and cheap;
 * the gate in the workflow's hook decides again, under Medusa's cart lock, for those who pass.
 */
async function checkEarly(req: MedusaRequest, change: Changed): Promise<void> {
  if (readOptions().mode !== "enforce") return
  const changed = change(await readCart(req.scope, idOf(req), currentRequest()?.asker))
  const held = claimDropUnits(req.scope, changed)
  const short = await checkCart(req.scope, changed, held)
  if (short.length) throw insufficientStock(short)
}

interface AddBody {
  variant_id?: string
  quantity?: QuantityInput
}

export const checkAdd = guard(async (req: MedusaRequest<AddBody>) => {
  const { variant_id, quantity } = req.validatedBody
  // On a quiet day there is plenty, and the gate in the hook suffices; where a store has taken
  // that hook for itself, only this check is certain.
  const hasGate = readOptions().hooks["addToCart.validate"]
  if (hasGate && isAmple(variant_id, Number(quantity ?? 1))) return
  await checkEarly(req, (cart) => ({
    ...cart,
    lines: [...cart.lines, ...toLines([{ variant_id, quantity: quantity ?? 1 }])],
  }))
})

type UpdateRequest = MedusaRequest<{ quantity?: QuantityInput }>

export const checkUpdate = guard(async (req: UpdateRequest) => {
  const { quantity } = req.validatedBody
  await checkEarly(req, (cart) => ({
    ...cart,
    lines: cart.lines.flatMap((line) =>
      line.line_item_id === req.params.line_id && quantity !== undefined
        ? toLines([{ id: line.line_item_id, variant_id: line.variant_id, quantity }])
        : [line]
    ),
  }))
})
