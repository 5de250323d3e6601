import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import { allotIdle, takeFromLevels, type AllotmentRequest } from "../inventory/allotments"
import type { DropRow } from "./definitions"

/**
 * Sets a drop's stock aside: from the levels of its variant's items in its sales channel, all or
 * nothing.
 *
 * @throws HoldfastError as `takeFromLevels`.
 */
export async function allotDrop(container: MedusaContainer, drop: DropRow): Promise<string> {
  const ledger = ledgerOf(container)
  const [existing] = await ledger.listPools({ owner_type: ["drop"], owner_id: [drop.id] })
  if (existing) return existing.id // an earlier attempt came this far
  const wanted = requestOf(drop, drop.total_quantity)
  const poolId = await takeFromLevels(container, wanted, (allotments) =>
    ledger.createPool({
      kind: "drop",
      variant_id: drop.variant_id,
      owner: { type: "drop", id: drop.id },
      quantity: String(drop.total_quantity),
      limit_per_holder: String(drop.limit_per_customer),
      opens_at: toDate(drop.starts_at),
      closes_at: toDate(drop.ends_at),
      allotments,
    })
  )
  await allotIdle(container, poolId)
  return poolId
}

/** Enlarges a drop's stock by some units. @throws as `allotDrop`. */
export async function enlargeDrop(
  container: MedusaContainer,
  drop: DropRow,
  poolId: string,
  units: number
): Promise<void> {
  await takeFromLevels(container, requestOf(drop, units), (allotments) =>
    ledgerOf(container).growPool({ pool_id: poolId, by: String(units), allotments })
  )
  await allotIdle(container, poolId)
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

const toDate = (date: Date | string | null): Date | null => (date ? new Date(date) : null)
