import type { MedusaContainer } from "@medusajs/framework/types"
import { readCart, type Demand } from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { claimDropUnits, mayUseCart } from "./claim"
import { dropNotFound, findDrop, type DropRow } from "./definitions"

interface Shopper {
  drop_id: string
  customer_id: string | undefined
  sales_channel_ids: readonly string[]
}

/**
 * The drop and the cart are ones that this shopper may know of; the customer's reserved units are
 * claimed for the cart.
 *
 * @throws HoldfastError `AUTH_REQUIRED`, `DROP_NOT_FOUND`, `NOT_FOUND`.
 */
export async function checkPurchase(
  container: MedusaContainer,
  shopper: Shopper & { cart_id: string }
): Promise<void> {
  const drop = await findTheirs(container, shopper)
  const cart = await readCart(container, shopper.cart_id).catch(() => undefined)
  const isTheirs = cart && (await mayUseCart(container, cart, shopper.customer_id))
  if (!isTheirs || cart.sales_channel_id !== drop.sales_channel_id) {
    throw new HoldfastError("NOT_FOUND", `There is no cart ${shopper.cart_id}.`)
  }
  await claimDropUnits(container, { ...cart, customer_id: shopper.customer_id ?? null })
}

/**
 * The cart, as it was just read, is covered by live units of the drop.
 *
 * @throws HoldfastError `HOLD_EXPIRED`.
 */
export async function requireLiveReservation(
  container: MedusaContainer,
  demand: Demand,
  shopper: Shopper
): Promise<void> {
  const drop = await findTheirs(container, shopper)
  if (demand.allotted.some((share) => share.pool_id === drop.pool_id)) return
  throw new HoldfastError(
    "HOLD_EXPIRED",
    "There is no live reservation of this drop in this cart: its time ran out, and the unit is back in the drop."
  )
}

async function findTheirs(container: MedusaContainer, shopper: Shopper): Promise<DropRow> {
  const drop = await findDrop(container, shopper.drop_id)
  if (!shopper.customer_id && !drop?.guests_allowed) {
    throw new HoldfastError("AUTH_REQUIRED", "Log in to buy from this drop.")
  }
  if (!drop || !shopper.sales_channel_ids.includes(drop.sales_channel_id)) {
    throw dropNotFound(shopper.drop_id)
  }
  return drop
}
