import type { MedusaContainer } from "@medusajs/framework/types"
import { HoldfastError } from "../../shared/errors"
import { ledgerOf } from "../container"
import {
  syncReservations,
  takeFromLevels,
  allotIdle,
  type AllotmentRequest,
} from "../inventory/allotments"
import type { DropRow } from "./definitions"

/**
 * Allots a drop's stock from the levels of its sales channel, all or nothing. Safe to repeat.
 * @returns the pool's id. @throws HoldfastError as `takeFromLevels`.
 */
export async function allotStock(container: MedusaContainer, drop: DropRow): Promise<string> {
  const ledger = ledgerOf(container)
  const [existing] = await ledger.listPools({ owner_type: ["drop"], owner_id: [drop.id] })
  if (existing) return existing.id
  const { closed: _, ...rules } = rulesOf(drop, false)
  const poolId = await takeFromLevels(
    container,
    requestOf(drop, drop.total_quantity),
    (allotments) =>
      ledger.createPool({
        kind: "drop",
        variant_id: drop.variant_id,
        owner: { type: "drop", id: drop.id },
        quantity: String(drop.total_quantity),
        ...rules,
        allotments,
      })
  )
  await allotIdle(container, poolId)
  return poolId
}

/**
 * Resizes a drop's pool to its new quantity and updates its rules. Sold and free units are read
 * together, so that their sum is right while shoppers reserve and buy.
 * @param next the changed drop; without a pool, nothing is moved.
 * @returns the resulting quantity: larger than requested if shoppers reserved units to be returned.
 * @throws HoldfastError `INVALID_DATA` with what is held and sold, or `INSUFFICIENT_STOCK`.
 */
export async function resizeStock(container: MedusaContainer, next: DropRow): Promise<number> {
  const ledger = ledgerOf(container)
  const [pool] = await ledger.journal.readTotals({ owner_type: ["drop"], owner_id: [next.id] })
  const wanted = next.total_quantity
  if (!pool) return wanted
  const [sold, held] = [Number(pool.sold), Number(pool.live)]
  const current = sold + Number(pool.quantity)
  if (wanted < current && wanted < sold + held) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Drop ${next.id} has sold ${sold} units and ${held} are held, so its quantity cannot go below ${sold + held}.`,
      { sold, held }
    )
  }
  const quantity =
    wanted < current
      ? current - (await returnUnits(container, pool.id, { by: String(current - wanted) }))
      : wanted
  if (wanted > current) {
    await takeFromLevels(container, requestOf(next, wanted - current), (allotments) =>
      ledger.growPool({ pool_id: pool.id, by: String(wanted - current), allotments })
    )
    await allotIdle(container, pool.id)
  }
  await ledger.setPoolRules(pool.id, rulesOf(next, false))
  return quantity
}

/** Closes the drop's pool and returns what is free; live holds keep their units. Safe to repeat. */
export async function returnStock(container: MedusaContainer, drop: DropRow): Promise<void> {
  const ledger = ledgerOf(container)
  const [pool] = await ledger.listPools({ owner_type: ["drop"], owner_id: [drop.id] })
  if (!pool) return
  await ledger.setPoolRules(pool.id, rulesOf(drop, true))
  await returnUnits(container, pool.id, { to: "0" })
  await allotIdle(container, pool.id)
}

async function returnUnits(
  container: MedusaContainer,
  poolId: string,
  how: { by: string } | { to: string }
): Promise<number> {
  const shrunk = await ledgerOf(container).shrinkPool(poolId, how)
  await syncReservations(container, shrunk.allotments)
  return Number(shrunk.taken)
}

const requestOf = (
  { id, variant_id, sales_channel_id }: DropRow,
  units: number
): AllotmentRequest => ({
  owner: `Drop ${id}`,
  variant_id,
  sales_channel_id,
  units,
})

const rulesOf = (drop: DropRow, closed: boolean) => ({
  opens_at: toDate(drop.starts_at),
  closes_at: toDate(drop.ends_at),
  limit_per_holder: String(drop.limit_per_customer),
  closed,
})

const toDate = (date: Date | string | null): Date | null => (date ? new Date(date) : null)
