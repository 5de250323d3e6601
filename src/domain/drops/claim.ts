import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../container"
import type { CartState } from "../inventory/demand"
import type { HoldRow } from "../../modules/ledger/operations/rows"

/**
 * A customer who reserved from a drop puts its product into a cart: the reserved units are for this
 * cart. Over HTTP, only by the customer's own token: Medusa makes anybody a cart's customer whose
 * e-mail address is typed in, and that alone must not carry a reservation off into a stranger's
 * cart.
 *
 * @returns the active holds of the cart, due ones included and marked.
 */
export async function claimDropUnits(
  container: MedusaContainer,
  cart: CartState
): Promise<HoldRow[]> {
  const ledger = ledgerOf(container)
  const variant_ids = new Set(cart.lines.map((line) => line.variant_id))
  const holds = await ledger.listHoldsAround(cart)
  const claimable = holds.some(
    (hold) =>
      hold.cart_id !== cart.id &&
      !hold.due &&
      !hold.completing_at &&
      variant_ids.has(hold.counted_id)
  )
  const isTheirs = !cart.asker || cart.asker.customer_id === cart.customer_id
  if (!cart.customer_id || !isTheirs || !claimable)
    return holds.filter((hold) => hold.cart_id === cart.id)
  await ledger.attachToCart({
    holder: { type: "customer", id: cart.customer_id },
    variant_ids: [...variant_ids],
    cart_id: cart.id,
  })
  return ledger.listHoldsOfCart(cart.id)
}

/**
 * Whether a shopper may use a cart: it is theirs, nobody's, or a guest's (Medusa makes a customer
 * without an account for a cart with an e-mail address), whom its id alone lets in, as on Medusa's
 * own cart routes.
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
