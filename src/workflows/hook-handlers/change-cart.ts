import type { MedusaContainer } from "@medusajs/framework/types"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { checkCart, coverCart, insufficientStock, logObserved } from "../../domain/carts/cover"
import { ledgerOf } from "../../domain/container"
import { claimDropUnits } from "../../domain/drops/claim"
import { readCart, toLines, type CartState } from "../../domain/inventory/demand"
import type { Reduction } from "../../modules/ledger/operations/release"
import { readOptions } from "../../shared/options"
import type { QuantityInput } from "../../shared/quantity"
import { keepErrorDetails } from "../../shared/request-context"
import { currentRequest } from "./request"

type Scope = { container: MedusaContainer }
type Added = StepResponse<undefined, Reduction[]>

interface AddToCart {
  input: { cart_id: string; items?: { variant_id?: string; quantity?: QuantityInput }[] }
}

interface UpdateLineItem {
  input: { cart_id: string; item_id: string; update: { quantity?: QuantityInput } }
}

/** For `addToCartWorkflow.hooks.validate`. */
export function validateAddToCart({ input }: AddToCart, { container }: Scope): Promise<Added> {
  // Medusa's default
  const asked = (input.items ?? []).map((item) => ({
    variant_id: item.variant_id,
    quantity: item.quantity ?? 1,
  }))
  return coverChange(container, input.cart_id, (lines) => [...lines, ...toLines(asked)])
}

/**
 * For `updateLineItemInCartWorkflow.hooks.validate`. A smaller quantity needs nothing here: the
 * subscriber to `cart.updated` releases the rest.
 */
export function validateUpdateLineItem(
  { input }: UpdateLineItem,
  { container }: Scope
): Promise<Added> {
  const { quantity } = input.update
  return coverChange(container, input.cart_id, (lines) =>
    lines.flatMap((line) =>
      line.line_item_id === input.item_id && quantity !== undefined
        ? toLines([{ id: line.line_item_id, variant_id: line.variant_id, quantity }])
        : [line]
    )
  )
}

/** For `createCartWorkflow.hooks.cartCreated`: a cart created with items holds them at once. */
export function coverCreatedCart(
  { cart }: { cart: { id: string } },
  { container }: Scope
): Promise<Added> {
  return coverChange(container, cart.id, (lines) => lines)
}

/**
 * The gate of every cart change: holds (or free stock, where holds begin at the checkout) must
 * cover it.
 * @returns what was added, for `undoChange`.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK` or
 * `CHECKOUT_BUSY`.
 */
async function coverChange(
  container: MedusaContainer,
  cartId: string,
  change: (lines: CartState["lines"]) => CartState["lines"]
): Promise<Added> {
  const { mode, holds } = readOptions()
  const request = currentRequest()
  const before = await readCart(container, cartId, request?.asker)
  const cart = { ...before, lines: change(before.lines) }
  return keepErrorDetails(async () => {
    if (mode === "observe") {
      const short = await checkCart(container, cart)
      const what = short.length ? "would reject a change" : "would hold a cart's units"
      logObserved(container, what, { cart_id: cart.id, lines: cart.lines.length, short })
      return new StepResponse(undefined, [])
    }
    const hold = holds.at === "cart"
    const held = claimDropUnits(container, cart)
    const reason = "the cart was changed"
    const { added, short, exact } = await coverCart(container, cart, reason, { hold, held })
    if (short.length) throw insufficientStock(short)
    if (exact && request) request.fitting = cart.id // spares its own event the look at its holds
    return new StepResponse(undefined, added)
  })
}

/** Compensates `coverChange` when a later step fails. */
export async function undoChange(
  added: Reduction[] | undefined,
  { container }: Scope
): Promise<void> {
  if (!added?.length) return
  await ledgerOf(container).release(added, {
    actor: "system",
    reason: "changing the cart failed",
  })
}
