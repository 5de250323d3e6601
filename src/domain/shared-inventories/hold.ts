import type { MedusaContainer } from "@medusajs/framework/types"
import { toReductions } from "../inventory/place"
import { ledgerOf } from "../container"
import type { Reduction } from "../../modules/ledger/operations/release"
import {
  type CartState,
  readLocations,
  splitOffAllotted,
  usableUnits,
  type AllottedUnits,
} from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import type { AllotmentRow } from "../../modules/ledger/operations/allotments"
import {
  ZERO,
  add,
  isPositive,
  max,
  min,
  subtract,
  sum,
  type Quantity,
} from "../../shared/quantity"
import { checkMay } from "./permissions"

/** How often it plans again after concurrent changes. */
const PLANS_MAX = 8

/**
 * Holds as much of a cart's demand as its shared inventory has; the levels serve the rest. Also
 * where holds begin at the checkout: Medusa cannot see these units and would reject the line
 * otherwise.
 * @returns what this call added, for compensation. Never shrinks a hold.
 * @throws HoldfastError `FORBIDDEN` or `SHARED_INVENTORY_CLOSED`, after returning the cart's units.
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
      await giveBackShared(container, cart.id, "the customer may not buy from the shared inventory")
    }
    throw error
  }
}

export async function giveBackShared(
  container: MedusaContainer,
  cartId: string,
  reason: string
): Promise<void> {
  const ledger = ledgerOf(container)
  const holds = await ledger.listHolds({
    cart_id: [cartId],
    pool_kind: ["shared"],
    state: "in_time",
  })
  await ledger.release(
    holds.map(({ id, quantity }) => ({ hold_id: id, quantity })),
    { actor: "system", reason }
  )
}

/** Units of a shared inventory's allotment that a cart holds or could hold. */
export interface SharedUnits extends AllottedUnits {
  /** False for a closed pool: the cart keeps what it holds, but gets no more. */
  open: boolean
}

/**
 * What a cart could hold of the shared inventory that it buys for. Read-only.
 * @throws HoldfastError `FORBIDDEN` if the customer is not an active member, with the same message
 * as for an unknown inventory; `SHARED_INVENTORY_CLOSED`.
 */
export async function planShared(
  container: MedusaContainer,
  cart: CartState
): Promise<SharedUnits[]> {
  const inventoryId = cart.shared_inventory_id
  if (!inventoryId || !cart.lines.length) return []
  await checkMay(container, cart.customer_id, "buy", inventoryId)
  const ledger = ledgerOf(container)
  const [pools, holds] = await Promise.all([
    ledger.listPools({
      kind: ["shared"],
      owner_type: ["shared_inventory"],
      owner_id: [inventoryId],
    }),
    ledger.listHolds({ cart_id: [cart.id], pool_kind: ["drop", "shared"], state: "in_time" }),
  ])
  const variantIds = new Set(cart.lines.map((line) => line.variant_id))
  const usable = pools.filter((pool) => variantIds.has(pool.counted_id))
  if (!usable.length) return []
  const [allotments, locationIds] = await Promise.all([
    ledger.allotments.list(usable.map((pool) => pool.id)),
    readLocations(container, cart.sales_channel_id, cart.asker),
  ])
  // a drop's units come first: they were promised
  const { rest } = splitOffAllotted(cart.lines, usableUnits(holds, null))
  return usable.flatMap((pool): SharedUnits[] => {
    const largest = largestLine(
      allotments.filter(
        (allotment) => allotment.pool_id === pool.id && locationIds.includes(allotment.location_id)
      )
    )
    const lines = rest.filter((line) => line.variant_id === pool.counted_id)
    const wanted = sum(lines.map((line) => min(line.quantity, largest)))
    const mine = holds.find((hold) => hold.pool_id === pool.id)
    const free = add(subtract(pool.quantity ?? ZERO, pool.live), mine?.quantity ?? ZERO)
    const quantity = min(wanted, pool.open ? free : (mine?.quantity ?? ZERO))
    if (!isPositive(quantity)) return []
    const { id: pool_id, counted_id: variant_id, open } = pool
    return [{ hold_id: mine?.id ?? null, pool_id, kind: "shared", variant_id, quantity, open }]
  })
}

/** The largest line that fits at one location, for each of its items. */
function largestLine(allotments: readonly AllotmentRow[]): Quantity {
  const items = [...new Set(allotments.map((allotment) => allotment.inventory_item_id))]
  const each = items.map((item) =>
    allotments
      .filter((allotment) => allotment.inventory_item_id === item)
      .map((allotment) => allotment.pool_units)
      .reduce(max, ZERO)
  )
  return each.length ? each.reduce(min) : ZERO
}
