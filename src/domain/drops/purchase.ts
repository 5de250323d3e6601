import type { MedusaContainer } from "@medusajs/framework/types"
import { readCart, type Demand } from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { claimDropUnits, mayUseCart } from "./claim"
import { findDropOf } from "./definitions"

interface Shopper {
  drop_id: string
  customer_id: string | undefined
  sales_channel_ids: readonly string[]
}

/**
 * Checks that this shopper may use the drop and the cart, and claims reserved units for the cart.
 * @throws HoldfastError `AUTH_REQUIRED`, `DROP_NOT_FOUND`, `NOT_FOUND`.
 */
export async function checkPurchase(
  container: MedusaContainer,
  shopper: Shopper & { cart_id: string }
): Promise<void> {
  const drop = await findDropOf(container, shopper)
  const cart = await readCart(container, shopper.cart_id).catch(() => undefined)
  const isTheirs = cart && (await mayUseCart(container, cart, shopper.customer_id))
  if (!isTheirs || cart.sales_channel_id !== drop.sales_channel_id) {
    throw new HoldfastError("NOT_FOUND", `There is no cart ${shopper.cart_id}.`)
  }
  await claimDropUnits(container, { ...cart, customer_id: shopper.customer_id ?? null })
}

/** Live units of the drop cover the cart. @throws HoldfastError `HOLD_EXPIRED`. */
export async function requireLiveReservation(
  container: MedusaContainer,
  demand: Demand,
  shopper: Shopper
): Promise<void> {
  const drop = await findDropOf(container, shopper)
  if (demand.allotted.some((share) => share.pool_id === drop.pool_id)) return
  throw new HoldfastError(
    "HOLD_EXPIRED",
    "Your reservation of this drop expired. Reserve again while units are available."
  )
}
