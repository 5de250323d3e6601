import type { MedusaContainer } from "@medusajs/framework/types"
import { BigNumber } from "bignumber.js"
import type { CreatePoolResult, NewAllotment } from "../../modules/ledger/operations/create-pool"
import { readLocations, readVariantItems } from "./demand"
import { readStock, type LevelReading } from "./levels"
import { HoldfastError } from "../../shared/errors"
import { subtract, toQuantity, type Quantity } from "../../shared/quantity"

/** Times that levels are read again because somebody took units from them in between. */
const READINGS_MAX = 8

/** What is to be set aside, and for whom. */
export interface SetAside {
  /** Whose units these will be, as a sentence begins with it: "Drop hfdrop_…". */
  owner: string
  variant_id: string
  sales_channel_id: string
  units: number
}

/**
 * Finds units of a variant in the levels of a sales channel and hands them to `take`, which writes
 * them into a pool: all or nothing, and read anew where they change hands in between.
 *
 * @returns the pool's id.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with what there is; `INVALID_DATA` for a variant
 * without managed stock; `CHECKOUT_BUSY`.
 */
export async function takeFromLevels(
  container: MedusaContainer,
  wanted: SetAside,
  take: (allotments: NewAllotment[]) => Promise<CreatePoolResult>
): Promise<string> {
  const items = await readVariantItems(container, [wanted.variant_id])
  if (!items.length) {
    throw new HoldfastError(
      "INVALID_DATA",
      `${wanted.owner} can have nothing set aside of variant ${wanted.variant_id}: it has no managed stock.`
    )
  }
  const locations = await readLocations(container, wanted.sales_channel_id)
  for (let reading = 1; reading <= READINGS_MAX; reading++) {
    const itemIds = items.map((item) => item.inventory_item_id)
    const levels = (await readStock(container, itemIds, false)).filter((level) =>
      locations.includes(level.location_id)
    )
    const allotments = items.flatMap((item) =>
      spread(
        levels.filter((level) => level.inventory_item_id === item.inventory_item_id),
        toQuantity(item.required_quantity),
        wanted
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
  { units, owner }: SetAside
): NewAllotment[] {
  const rooms = levels
    .map((level) => ({ level, units: unitsIn(level, perUnit) }))
    .sort((a, b) => b.units - a.units)
  const available = rooms.reduce((sum, room) => sum + room.units, 0)
  if (available < units) {
    throw new HoldfastError(
      "INSUFFICIENT_STOCK",
      `${owner} needs ${units} units; ${available} are free. Ask for less or add stock.`,
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
