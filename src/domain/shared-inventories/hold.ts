import type { MedusaContainer } from "@medusajs/framework/types"
import { toReductions } from "../inventory/reductions"
import { ledgerOf } from "../container"
import type { Reduction } from "../../modules/ledger/operations/release"
import type { CartState } from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { planShared } from "./plan"

/** Times that a plan is made anew because other members took units in between. */
const PLANS_MAX = 8

/**
 * Holds what a cart's lines ask for in the shared inventory that it buys for, as far as there is:
 * the rest is the levels' to give. Units are held here from when they come into the cart, also
 * where the shop's own are held at the checkout only: they are withheld from Medusa, which would
 * not let the line pass otherwise. Never shrinks a hold.
 *
 * @returns what this call added, for compensation.
 * @throws HoldfastError `FORBIDDEN` or `SHARED_INVENTORY_CLOSED`; what the cart held there has gone
 * back then.
 */
export async function holdShared(
  container: MedusaContainer,
  cart: CartState,
  reason: string
): Promise<Reduction[]> {
  const { ttlSeconds, capSeconds } = readOptions().holds
  for (let plans = 1; plans <= PLANS_MAX; plans++) {
    const claims = (await planOrGiveBack(container, cart))
      .filter((units) => units.open)
      .map(({ pool_id, quantity }) => ({ pool_id, quantity }))
    if (!claims.length) return []
    const result = await ledgerOf(container).reserve({
      holder: { type: "cart", id: cart.id },
      cart_id: cart.id,
      claims,
      ttl_seconds: ttlSeconds,
      cap_seconds: capSeconds,
      actor: "shopper",
      reason,
    })
    if (result.outcome === "granted") return toReductions(result.holds)
  }
  return [] // a rush of members: this one is served from the levels
}

async function planOrGiveBack(
  container: MedusaContainer,
  cart: CartState
): ReturnType<typeof planShared> {
  try {
    return await planShared(container, cart)
  } catch (error) {
    if (error instanceof HoldfastError && error.code !== "CHECKOUT_BUSY") {
      await giveBackShared(container, cart.id, "its customer may not buy from the shared inventory")
    }
    throw error
  }
}

/** Returns a cart's units to their shared inventories. */
export async function giveBackShared(
  container: MedusaContainer,
  cartId: string,
  reason: string
): Promise<void> {
  const ledger = ledgerOf(container)
  const holds = (await ledger.listSetAsideHoldsOfCart(cartId)).filter(
    (hold) => hold.kind === "shared"
  )
  await ledger.release(
    holds.map(({ id, quantity }) => ({ hold_id: id, quantity })),
    { actor: "system", reason }
  )
}
