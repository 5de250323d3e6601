import type { MedusaContainer } from "@medusajs/framework/types"
import { BigNumber } from "bignumber.js"
import type { NewAllotment } from "../../modules/ledger/operations/create-pool"
import { withholdIdle } from "../allotments"
import { readLocations, readVariantItems } from "../carts/demand"
import { ledgerOf, readStock, type LevelReading } from "../carts/stock"
import { HoldfastError } from "../errors"
import { subtract, toQuantity, type Quantity } from "../quantity"
import type { DropRow } from "./definitions"

/** Times that levels are read again because somebody took units from them in between. */
const READINGS_MAX = 8

/**
 * Sets a drop's stock aside: from the levels of its variant's items in its sales channel, all or nothing.
 *
 * @throws HoldfastError `INSUFFICIENT_STOCK` with what there is; `INVALID_DATA` for a variant without managed stock.
 */
export async function allotDrop(container: MedusaContainer, drop: DropRow): Promise<string> {
  const ledger = ledgerOf(container)
  const [existing] = await ledger.listOwnedPools("drop", [drop.id])
  if (existing) return existing.id // an earlier attempt came this far
  const poolId = await takeFromLevels(container, drop, drop.total_quantity, (allotments) =>
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
  await withholdIdle(container, poolId)
  return poolId
}

/** Enlarges a drop's stock by some units. @throws as `allotDrop`. */
export async function enlargeDrop(
  container: MedusaContainer,
  drop: DropRow,
  poolId: string,
  units: number
): Promise<void> {
  await takeFromLevels(container, drop, units, (allotments) =>
    ledgerOf(container).growPool({ pool_id: poolId, by: String(units), allotments })
  )
  await withholdIdle(container, poolId)
}

async function takeFromLevels(
  container: MedusaContainer,
  drop: DropRow,
  units: number,
  take: (
    allotments: NewAllotment[]
  ) => Promise<{ outcome: "created"; pool_id: string } | { outcome: "stale" }>
): Promise<string> {
  const items = await readVariantItems(container, [drop.variant_id])
  if (!items.length) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Variant ${drop.variant_id} has no managed stock, so nothing can be set aside for drop ${drop.id}.`
    )
  }
  const locations = await readLocations(container, drop.sales_channel_id)
  for (let reading = 1; reading <= READINGS_MAX; reading++) {
    const itemIds = items.map((item) => item.inventory_item_id)
    const levels = (await readStock(container, itemIds, false)).filter((level) =>
      locations.includes(level.location_id)
    )
    const allotments = items.flatMap((item) =>
      spread(
        levels.filter((level) => level.inventory_item_id === item.inventory_item_id),
        toQuantity(item.required_quantity),
        units,
        drop
      )
    )
    const result = await take(allotments)
    if (result.outcome === "created") return result.pool_id
  }
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "The stock of this variant changes hands very fast at this moment. Nothing was set aside; please try again."
  )
}

/** Over as few locations as possible: those with most first. */
function spread(
  levels: readonly LevelReading[],
  perUnit: Quantity,
  units: number,
  drop: DropRow
): NewAllotment[] {
  const rooms = levels
    .map((level) => ({ level, units: unitsIn(level, perUnit) }))
    .sort((a, b) => b.units - a.units)
  const available = rooms.reduce((sum, room) => sum + room.units, 0)
  if (available < units) {
    throw new HoldfastError(
      "INSUFFICIENT_STOCK",
      `Drop ${drop.id} needs ${units} units; ${available} are free. Lower its quantity or add stock.`,
      { asked: units, available }
    )
  }
  let left = units
  return rooms.flatMap(({ level, units: room }): NewAllotment[] => {
    const taken = Math.min(left, room)
    left -= taken
    if (!taken) return []
    const { inventory_item_id, location_id, available: capacity, version } = level
    return [
      {
        inventory_item_id,
        location_id,
        units_per_pool_unit: perUnit,
        pool_units: String(taken),
        capacity: { available: capacity, version },
      },
    ]
  })
}

const unitsIn = (level: LevelReading, perUnit: Quantity): number =>
  Math.max(
    0,
    new BigNumber(subtract(level.available, level.held))
      .dividedBy(perUnit)
      .integerValue(BigNumber.ROUND_FLOOR)
      .toNumber()
  )

const toDate = (date: Date | string | null): Date | null => (date ? new Date(date) : null)
