import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AllotmentRow } from "../../modules/ledger/operations/allotments"
import { readLocations, type CartState } from "../inventory/demand"
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
import { splitOffSetAside, usableUnits, type SetAsideUnits } from "../inventory/shares"
import { assertMay } from "./permissions"
import { readRows } from "../common/services"

/**
 * Units that a cart could hold of a shared inventory's set-aside stock, those that it holds
 * included.
 */
export interface SharedUnits extends SetAsideUnits {
  /** New units may be taken; a pool that was closed leaves a cart what it holds. */
  open: boolean
}

/**
 * What a cart would draw from the shared inventory that it buys for: as much as its lines ask for
 * and the inventory has. Read-only.
 *
 * @throws HoldfastError `FORBIDDEN` where the cart's customer is no active member, in the same
 * words as where there is no such inventory; `SHARED_INVENTORY_CLOSED`.
 */
export async function planShared(
  container: MedusaContainer,
  cart: CartState
): Promise<SharedUnits[]> {
  const inventoryId = cart.shared_inventory_id
  if (!inventoryId || !cart.lines.length) return []
  await assertMayBuy(container, cart.customer_id, inventoryId)
  const ledger = ledgerOf(container)
  const [pools, holds] = await Promise.all([
    ledger.listOwnedPools("shared_inventory", [inventoryId]),
    ledger.listSetAsideHoldsOfCart(cart.id),
  ])
  const variantIds = new Set(cart.lines.map((line) => line.variant_id))
  const usable = pools.filter((pool) => variantIds.has(pool.counted_id))
  if (!usable.length) return []
  const [allotments, locationIds] = await Promise.all([
    ledger.listAllotments(usable.map((pool) => pool.id)),
    readLocations(container, cart.sales_channel_id),
  ])
  // a drop's units come first: they were promised
  const { rest } = splitOffSetAside(cart.lines, usableUnits(holds, null))
  return usable.flatMap((pool): SharedUnits[] => {
    const largest = largestLine(
      allotments.filter((one) => one.pool_id === pool.id && locationIds.includes(one.location_id))
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

/** @throws HoldfastError, see `planShared`. */
export async function assertMayBuy(
  container: MedusaContainer,
  customerId: string | null,
  inventoryId: string
): Promise<void> {
  const standings = customerId
    ? await readRows(container, (rows) => rows.readStandings(customerId, [inventoryId]))
    : undefined
  assertMay(standings?.get(inventoryId), "buy", inventoryId)
}

/** Units that one line can have: Medusa serves it from one location, for each of its items. */
function largestLine(allotments: readonly AllotmentRow[]): Quantity {
  const items = [...new Set(allotments.map((one) => one.inventory_item_id))]
  const each = items.map((item) =>
    allotments
      .filter((one) => one.inventory_item_id === item)
      .map((one) => one.pool_units)
      .reduce(max, ZERO)
  )
  return each.length ? each.reduce(min) : ZERO
}
