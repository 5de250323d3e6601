import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../container"
import type { CartState } from "../inventory/demand"
import type { HoldRow } from "../../modules/ledger/operations/rows"

/**
 * Assigns a customer's reserved units to the cart that buys them. Over HTTP only with the
 * customer's token: whoever types in an e-mail address becomes a cart's customer and could take
 * them.
 * @returns the active holds of the cart, due ones included and marked.
 */
export async function claimDropUnits(
  container: MedusaContainer,
  cart: CartState
): Promise<HoldRow[]> {
  const ledger = ledgerOf(container)
  const isTheirs = !cart.asker || cart.asker.customer_id === cart.customer_id
  if (cart.customer_id && isTheirs) {
    const variant_ids = new Set(cart.lines.map((line) => line.variant_id))
    const holder = { type: "customer", id: cart.customer_id }
    const reserved = await ledger.listHolds({
      holder: [holder],
      pool_kind: ["drop"],
      state: "idle",
    })
    if (reserved.some((hold) => hold.cart_id !== cart.id && variant_ids.has(hold.counted_id)))
      await ledger.attachToCart({ holder, variant_ids: [...variant_ids], cart_id: cart.id })
  }
  return ledger.listHolds({ cart_id: [cart.id], state: "active" })
}

/**
 * Whether a shopper may use a cart: their own, nobody's, or a guest's, as on Medusa's cart routes.
 * Medusa gives a guest's cart a customer without an account.
 */
export async function mayUseCart(
  container: MedusaContainer,
  cart: CartState,
  customerId: string | undefined
): Promise<boolean> {
  if (!cart.customer_id || cart.customer_id === customerId) return true
  const [owner] = await container
    .resolve(Modules.CUSTOMER)
    .listCustomers({ id: cart.customer_id }, { select: ["id", "has_account"] })
  return owner?.has_account === false
}
