import type { MedusaContainer } from "@medusajs/framework/types"
import { BigNumber } from "bignumber.js"
import { Modules, generateEntityId } from "@medusajs/framework/utils"
import { setTimeout as wait } from "node:timers/promises"
import type { CreatePoolResult, NewAllotment } from "../../modules/ledger/operations/create-pool"
import { readLocations, readVariantItems } from "./demand"
import { readStock, type LevelReading, ITEM_LOCK_SECONDS } from "./stock"
import { HoldfastError } from "../../shared/errors"
import { subtract, toQuantity, type Quantity, isPositive, multiply } from "../../shared/quantity"
import { ledgerOf } from "../container"
import type { AllotmentRow } from "../../modules/ledger/operations/allotments"

/** How often levels are read again after concurrent changes. */
const READINGS_MAX = 8

export interface AllotmentRequest {
  /** Begins the error's sentence: "Drop hfdrop_…". */
  owner: string
  variant_id: string
  sales_channel_id: string
  units: number
}

/**
 * Finds units of a variant in the levels of a sales channel, all or nothing, and hands them to
 * `take`, which writes them into a pool. Retries if the levels change in between.
 * @returns the pool's id.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with what is free; `INVALID_DATA` for a variant
 * without managed stock; `CHECKOUT_BUSY`.
 */
export async function takeFromLevels(
  container: MedusaContainer,
  wanted: AllotmentRequest,
  take: (allotments: NewAllotment[]) => Promise<CreatePoolResult>
): Promise<string> {
  const items = await readVariantItems(container, [wanted.variant_id])
  if (!items.length) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Variant ${wanted.variant_id} has no managed stock to allot. ${wanted.owner} needs one that has.`
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
    "The store is busy right now. Nothing was allotted; please try again."
  )
}

/** Uses as few locations as possible, the fullest first. */
function spread(
  levels: readonly LevelReading[],
  perUnit: Quantity,
  { units, owner }: AllotmentRequest
): NewAllotment[] {
  const rooms = levels
    .map((level) => ({ level, units: unitsIn(level, perUnit) }))
    .sort((a, b) => b.units - a.units)
  const available = rooms.reduce((sum, room) => sum + room.units, 0)
  if (available < units) {
    throw new HoldfastError(
      "INSUFFICIENT_STOCK",
      `${owner} needs ${units} units; ${available} are free. Allot fewer or add stock.`,
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

/** Metadata of an allotment's reservation item: its pool's id. */
export const ALLOTMENT_OF = "holdfast_pool_id"

/**
 * Sets the reservation items of allotments to the ledger's figures, which are absolute: repeating
 * it repairs. The only place that writes a pool's units into Medusa's inventory.
 * @throws MedusaError if Medusa has fewer units.
 */
export async function syncReservations(
  container: MedusaContainer,
  allotments: readonly AllotmentRow[]
): Promise<void> {
  for (const allotment of [...allotments].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const item = allotment.inventory_item_id
    // two processes that delete the same reservation item each lower the counter
    await withLedgerLock(container, `allotments of ${item}`, () =>
      container
        .resolve(Modules.LOCKING)
        .execute(item, () => syncOne(container, allotment), { timeout: ITEM_LOCK_SECONDS })
    )
  }
}

async function syncOne(container: MedusaContainer, allotment: AllotmentRow): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const ledger = ledgerOf(container)
  const wanted = subtract(
    multiply(allotment.pool_units, allotment.units_per_pool_unit),
    allotment.exposed
  )
  // the lock's last owner may have made or deleted it; our figures may be unwritten yet
  const now = (await ledger.allotments.list([allotment.pool_id])).find(
    (row) => row.id === allotment.id
  )
  const known = now ? now.reservation_item_id : allotment.reservation_item_id
  const [existing] = known ? await inventory.listReservationItems({ id: [known] }) : []
  if (!isPositive(wanted)) {
    if (existing) await inventory.deleteReservationItems([existing.id])
    if (known) await ledger.allotments.setReservationItem(allotment.id, null)
    return
  }
  if (existing) {
    await inventory.updateReservationItems([{ id: existing.id, quantity: Number(wanted) }])
    return
  }
  const [created] = await inventory.createReservationItems([
    {
      inventory_item_id: allotment.inventory_item_id,
      location_id: allotment.location_id,
      quantity: Number(wanted),
      description: "Allotted by Holdfast for a limited release",
      metadata: { [ALLOTMENT_OF]: allotment.pool_id },
    },
  ])
  if (created) await ledger.allotments.setReservationItem(allotment.id, created.id)
}

/** Exposes units in carts to Medusa. The ledger first, then Medusa. */
export async function expose(container: MedusaContainer, poolId: string): Promise<void> {
  await syncReservations(container, await ledgerOf(container).allotments.expose(poolId))
}

/** Hides exposed units that are in no cart. Medusa, then the ledger, then what changed since. */
export async function allotIdle(container: MedusaContainer, poolId: string): Promise<void> {
  const ledger = ledgerOf(container)
  const planned = await ledger.allotments.planHiding(poolId)
  if (!planned.length) return
  await syncReservations(container, planned)
  const written = await ledger.allotments.hide(poolId, planned)
  const before = new Map((await ledger.allotments.list([poolId])).map((row) => [row.id, row]))
  const differ = planned.flatMap((plan) => {
    const now = before.get(plan.id)
    const kept = written.some((row) => row.id === plan.id && row.exposed === plan.exposed)
    return now && !kept ? [now] : []
  })
  await syncReservations(container, differ)
}

/** A dead owner's lock expires then; work under it takes well under a second. */
const LOCK_EXPIRES_SECONDS = 10

/** Longer than that, so that a crash delays others and rejects nobody. */
const WAIT_MS = 15_000

/** Milliseconds between two polls. */
const POLL_MS = 25

/**
 * Serializes writes to Medusa across processes, whatever its lock provider. Units are counted by
 * the ledger's transactions, not by this. @throws HoldfastError `CHECKOUT_BUSY` after `WAIT_MS`.
 */
export async function withLedgerLock<Result>(
  container: MedusaContainer,
  name: string,
  work: () => Promise<Result>
): Promise<Result> {
  const ledger = ledgerOf(container)
  const owner = generateEntityId(undefined, "hflock")
  const deadline = Date.now() + WAIT_MS
  const lock = { keys: [name], owner, seconds: LOCK_EXPIRES_SECONDS }
  while ((await ledger.locks.acquire(lock)).length) {
    if (Date.now() > deadline) {
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "This item's stock is being changed right now. Nothing was changed; please try again."
      )
    }
    await wait(POLL_MS)
  }
  try {
    return await work()
  } finally {
    await ledger.locks.release({ of: { owner } })
  }
}
