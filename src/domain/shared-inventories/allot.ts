import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, tradingOf } from "../container"
import type { AdminSetAllotmentBody, AdminAllotment } from "../../contracts/allotments"
import type { PoolTotals } from "../../modules/ledger/operations/list-pools"
import { syncReservations, allotIdle, takeFromLevels } from "../inventory/allotments"
import { HoldfastError } from "../../shared/errors"

const OWNER = "shared_inventory"

/**
 * Sets how many units of a variant are allotted to a shared inventory's members, all or nothing.
 * The figure is absolute, so repeating it changes nothing. The workflow has the lock.
 * @throws HoldfastError `INVALID_DATA` below what members hold, with `details.held`;
 * `INSUFFICIENT_STOCK` with what is free; `CHECKOUT_BUSY`.
 */
export async function setAllotment(
  container: MedusaContainer,
  inventoryId: string,
  wanted: AdminSetAllotmentBody
): Promise<void> {
  const pools = await readPools(container, inventoryId)
  const pool = pools.find((candidate) => candidate.counted_id === wanted.variant_id)
  const current = Number(pool?.quantity ?? 0)
  if (wanted.quantity > current) return grow(container, inventoryId, wanted, pool)
  if (pool) await shrink(container, pool, wanted.quantity)
}

/**
 * For an archived inventory: free units return to the shop at once, held ones when they are
 * released. A frozen inventory keeps its units. Safe to repeat.
 */
export async function returnAllotments(
  container: MedusaContainer,
  inventoryId: string
): Promise<void> {
  const ledger = ledgerOf(container)
  const ofInventory = { kind: ["shared" as const], owner_type: [OWNER], owner_id: [inventoryId] }
  for (const pool of await ledger.listPools(ofInventory)) {
    await ledger.setPoolRules(pool.id, rules(true))
    const shrunk = await ledger.shrinkPool(pool.id, { to: "0" })
    await syncReservations(container, shrunk.allotments)
    await allotIdle(container, pool.id)
  }
}

/** @throws HoldfastError `NOT_FOUND`; `SHARED_INVENTORY_CLOSED` unless it is 0. */
export async function assertMayAllot(
  container: MedusaContainer,
  inventoryId: string,
  quantity: number
): Promise<void> {
  const [inventory] = await tradingOf(container).listSharedInventories({ id: [inventoryId] })
  if (!inventory) {
    throw new HoldfastError("NOT_FOUND", `There is no shared inventory ${inventoryId}.`)
  }
  if (!quantity || (inventory.status === "active" && !inventory.frozen_at)) return
  throw new HoldfastError(
    "SHARED_INVENTORY_CLOSED",
    `Shared inventory ${inventoryId} is ${inventory.frozen_at ? "frozen" : "archived"}, so nothing can be allotted to it.`
  )
}

const readPools = (container: MedusaContainer, inventoryId: string): Promise<PoolTotals[]> =>
  ledgerOf(container).journal.readTotals({
    kind: ["shared"],
    owner_type: [OWNER],
    owner_id: [inventoryId],
  })

async function grow(
  container: MedusaContainer,
  inventoryId: string,
  { variant_id, quantity, sales_channel_id }: AdminSetAllotmentBody,
  pool: PoolTotals | undefined
): Promise<void> {
  const ledger = ledgerOf(container)
  if (pool?.closed) await ledger.setPoolRules(pool.id, rules(false))
  const units = quantity - Number(pool?.quantity ?? 0)
  const owner = `Shared inventory ${inventoryId}`
  const wanted = { owner, variant_id, sales_channel_id, units }
  const poolId = await takeFromLevels(container, wanted, (allotments) =>
    pool
      ? ledger.growPool({
          pool_id: pool.id,
          by: String(units),
          up_to: String(quantity),
          allotments,
        })
      : ledger.createPool({
          kind: "shared",
          variant_id,
          owner: { type: OWNER, id: inventoryId },
          quantity: String(units),
          limit_per_holder: null,
          opens_at: null,
          closes_at: null,
          allotments,
        })
  )
  await allotIdle(container, poolId)
}

/** The ledger checks held units again under a lock: a member may be faster. */
async function shrink(
  container: MedusaContainer,
  pool: PoolTotals,
  quantity: number
): Promise<void> {
  if (quantity < Number(pool.live)) throw belowHeld(pool, Number(pool.live))
  const shrunk = await ledgerOf(container).shrinkPool(pool.id, { to: String(quantity) })
  await syncReservations(container, shrunk.allotments)
  if (Number(shrunk.quantity) > quantity) throw belowHeld(pool, Number(shrunk.quantity))
}

const belowHeld = (pool: PoolTotals, held: number): HoldfastError =>
  new HoldfastError(
    "INVALID_DATA",
    `Members hold ${held} units of variant ${pool.counted_id}, so no fewer can be allotted.`,
    { held }
  )

const rules = (closed: boolean) => ({
  opens_at: null,
  closes_at: null,
  limit_per_holder: null,
  closed,
})

/** Current and former allotments of a shared inventory, in whole pieces, which fit JSON numbers. */
export async function toAdminAllotments(
  container: MedusaContainer,
  inventoryId: string
): Promise<AdminAllotment[]> {
  const pools = await readPools(container, inventoryId)
  return pools.map(({ counted_id: variant_id, quantity: units, live, sold, closed }) => {
    const [quantity, held] = [Number(units), Number(live)]
    const available = Math.max(0, quantity - held)
    return { variant_id, quantity, held, available, sold: Number(sold), closed }
  })
}
