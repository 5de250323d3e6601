import type { MedusaContainer } from "@medusajs/framework/types"
import type { ShortLine } from "../../contracts/errors"
import type { Reduction } from "../../modules/ledger/operations/release"
import { expose } from "../allotments"
import { giveBackShared, holdShared } from "../shared-stock/hold"
import { planShared } from "../shared-stock/plan"
import { checkDemand, coverDemand, type Coverage } from "./cover"
import { readDemand, type CartState, type Demand } from "./demand"
import { ledgerOf } from "./stock"

export interface CartCoverage extends Coverage {
  demand: Demand
}

/**
 * Covers a cart: from the set-aside stock of the shared inventory that it buys for, as far as that goes, and from the
 * levels for the rest. A line is served from one location; where the levels cannot add what is lacking there, the whole
 * cart is covered from them instead.
 *
 * @param hold whether levels are held, or only asked, as where holds begin at the checkout.
 * @returns what it added. With anything short, nothing was written.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `CHECKOUT_BUSY`.
 */
export async function coverCart(
  container: MedusaContainer,
  cart: CartState,
  reason: string,
  { hold = true } = {}
): Promise<CartCoverage> {
  const cover = async (demand: Demand): Promise<Coverage> =>
    hold
      ? coverDemand(container, demand, reason)
      : { added: [], short: await checkDemand(container, demand) }

  const shared = await holdShared(container, cart, reason)
  try {
    const demand = await readDemand(container, cart)
    const { added, short } = await cover(demand)
    if (!short.length) {
      await exposeAll(container, demand)
      return { demand, added: [...shared, ...added], short }
    }
    const instead = hasShared(demand) ? await coverWithout(container, cart, cover) : undefined
    if (instead) return instead
    await giveUp(container, shared)
    return { demand, added: [], short }
  } catch (error) {
    await giveUp(container, shared)
    throw error
  }
}

/** The same, read-only: what would be short. @throws as `coverCart`. */
export async function checkCart(container: MedusaContainer, cart: CartState): Promise<ShortLine[]> {
  const planned = await planShared(container, cart)
  const short = await checkDemand(container, await readDemand(container, cart, planned))
  if (!short.length || !planned.length) return short
  const whole = await checkDemand(container, await readDemand(container, withoutShared(cart)))
  return whole.length ? short : []
}

async function coverWithout(
  container: MedusaContainer,
  cart: CartState,
  cover: (demand: Demand) => Promise<Coverage>
): Promise<CartCoverage | undefined> {
  const demand = await readDemand(container, withoutShared(cart))
  const { added, short } = await cover(demand)
  if (short.length) return undefined
  await giveBackShared(container, cart.id, "the levels serve the whole line from another location")
  await exposeAll(container, demand)
  return { demand, added, short }
}

const withoutShared = (cart: CartState): CartState => ({ ...cart, shared_inventory_id: null })

const hasShared = (demand: Demand): boolean =>
  demand.set_aside.some((share) => share.kind === "shared")

/** Lets Medusa's own checks see the cart's set-aside units. */
export async function exposeAll(container: MedusaContainer, demand: Demand): Promise<void> {
  for (const poolId of new Set(demand.set_aside.map((share) => share.pool_id))) {
    await expose(container, poolId)
  }
}

async function giveUp(container: MedusaContainer, added: readonly Reduction[]): Promise<void> {
  if (!added.length) return
  await ledgerOf(container).release(added, {
    actor: "system",
    reason: "the cart could not be covered",
  })
}
