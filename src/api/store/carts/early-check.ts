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
 * Rejects early what cannot be served. Read-only and cheap: the gate in the workflow's hook decides
 * under Medusa's cart lock.
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
  // With plenty of stock the gate in the hook suffices; if the shop uses that hook itself, this is
  // the only certain check.
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
