import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { ShortLine } from "../../contracts/error-answers"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import type { Reduction } from "../../modules/ledger/operations/release"
import { expose } from "../inventory/allotments"
import { giveBackShared, holdShared } from "../shared-inventories/hold"
import { planShared } from "../shared-inventories/plan"
import { checkDemand, coverDemand, type Coverage } from "./cover"
import { readDemand, type CartState, type Demand } from "../inventory/demand"

export interface CartCoverage extends Coverage {
  demand: Demand
}

/**
 * Covers a cart: from the set-aside stock of the shared inventory that it buys for, as far as that
 * goes, and from the levels for the rest. A line is served from one location; where the levels
 * cannot add what is lacking there, the whole cart is covered from them instead.
 *
 * @param hold whether levels are held, or only asked, as where holds begin at the checkout.
 * @param held the active holds of the cart, where the caller has just read them.
 * @returns what it added. With anything short, nothing was written.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `CHECKOUT_BUSY`.
 */
export async function coverCart(
  container: MedusaContainer,
  cart: CartState,
  reason: string,
  { hold = true, held }: { hold?: boolean; held?: Promise<readonly HoldRow[]> } = {}
): Promise<CartCoverage> {
  const cover = async (demand: Demand): Promise<Coverage> =>
    hold
      ? coverDemand(container, demand, reason, held)
      : { added: [], short: await checkDemand(container, demand, held), exact: false }

  const shared = await holdShared(container, cart, reason)
  try {
    const demand = await readDemand(container, cart, { held })
    const { added, short, exact } = await cover(demand)
    if (!short.length) {
      await exposeAll(container, demand)
      // Units of a shared inventory, this one's or an earlier one's, may have to go back.
      const isPlain = !cart.shared_inventory_id && !(await held)?.some(isShared)
      return { demand, added: [...shared, ...added], short, exact: exact && isPlain }
    }
    const instead = hasShared(demand) ? await coverWithout(container, cart, cover) : undefined
    if (instead) return instead
    await giveUp(container, shared)
    return { demand, added: [], short, exact: false }
  } catch (error) {
    await giveUp(container, shared)
    throw error
  }
}

/** The same, read-only: what would be short. @throws as `coverCart`. */
export async function checkCart(
  container: MedusaContainer,
  cart: CartState,
  held?: Promise<readonly HoldRow[]>
): Promise<ShortLine[]> {
  const planned = cart.shared_inventory_id ? await planShared(container, cart) : undefined
  const demand = await readDemand(container, cart, { planned, held })
  const short = await checkDemand(container, demand, held)
  if (!short.length || !planned?.length) return short
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
  return { demand, added, short, exact: false }
}

const withoutShared = (cart: CartState): CartState => ({ ...cart, shared_inventory_id: null })

const isShared = (hold: HoldRow): boolean => hold.kind === "shared" && !hold.due

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
