import { Modules, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type {
  InventoryLevelDTO,
  MedusaContainer,
  ReservationItemDTO,
} from "@medusajs/framework/types"
import { LRUCache } from "lru-cache"
import type { LevelRef, PoolReading } from "../../modules/ledger/operations/read-availability"
import { ledgerOf } from "../container"
import { coalesce } from "../../shared/coalesce"
import {
  ZERO,
  add,
  subtract,
  toQuantity,
  type Quantity,
  type QuantityInput,
} from "../../shared/quantity"

/** One inventory level, read from the ledger first and then from Medusa. */
export interface LevelReading {
  inventory_item_id: string
  location_id: string
  pool_id: string
  /** The pool's version before Medusa was read. */
  version: string
  /** Stocked less reserved and exposed; holds are not subtracted. */
  available: Quantity
  /** Exposed by allotments, because in carts. Not part of `available`. */
  exposed: Quantity
  held: Quantity
  /** A cart with units here is being completed: a plain reading may subtract them twice. */
  completing: boolean
}

/**
 * The levels of inventory items, at all locations. Callers share the next reading while one runs: a
 * rush on one product queries Medusa a few times per second.
 * @param exact adds back units that an order being placed has reserved while its holds still count.
 * It costs more queries, so it is for when a plain reading would reject somebody.
 */
export async function readStock(
  container: MedusaContainer,
  itemIds: readonly string[],
  exact: boolean
): Promise<LevelReading[]> {
  const read = exact ? readExact : readPlain
  const readings = await Promise.all([...new Set(itemIds)].map((id) => read(container, id)))
  return readings.flat()
}

const createReader = (exact: boolean) =>
  coalesce(async (container: MedusaContainer, itemIds) => {
    const readings = await readBatch(container, [...itemIds], exact)
    return itemIds.map((id) => readings.filter((reading) => reading.inventory_item_id === id))
  })
const readPlain = createReader(false)
const readExact = createReader(true)

/** Levels of each item, as last seen; a missing one is noticed below. Saves one query. */
const levelsSeen = new LRUCache<string, LevelRef[]>({ max: 20_000 })

async function readBatch(
  container: MedusaContainer,
  itemIds: string[],
  exact: boolean
): Promise<LevelReading[]> {
  const unseen = itemIds.filter((id) => !levelsSeen.has(id))
  if (unseen.length) remember(unseen, await listLevels(container, unseen))
  const pools = await ledgerOf(container).readLevels(
    itemIds.flatMap((id) => levelsSeen.get(id) ?? [])
  )
  const carts = exact ? [...new Set(pools.flatMap((pool) => pool.completing))] : []
  const before = await listReserved(container, carts)
  const levels = await listLevels(container, itemIds)
  if (levels.some((level) => !pools.some((pool) => isSameLevel(level, pool)))) {
    remember(itemIds, levels) // a level was added since: read again, the ledger first
    return readBatch(container, itemIds, exact)
  }
  const after = new Set((await listReserved(container, carts)).map((reservation) => reservation.id))
  // Only what was reserved both before and after was certainly subtracted in Medusa's figures.
  const reserved = before.filter((reservation) => after.has(reservation.id))

  // In Medusa's order, so that every placement fills the same location first.
  return levels.flatMap((level): LevelReading[] => {
    const pool = pools.find((candidate) => isSameLevel(level, candidate))
    if (!pool) return []
    const counted = reserved
      .filter((item) => isSameLevel(item, pool))
      .reduce((total, item) => add(total, toQuantity(item.quantity)), ZERO)
    return [
      {
        inventory_item_id: pool.inventory_item_id,
        location_id: pool.location_id,
        pool_id: pool.pool_id,
        version: pool.version,
        available: subtract(add(availableOf(level), counted), pool.exposed),
        exposed: pool.exposed,
        held: pool.held,
        completing: pool.completing.length > 0,
      },
    ]
  })
}

function remember(itemIds: readonly string[], levels: readonly LevelRef[]): void {
  for (const id of itemIds) {
    const refs = levels.filter((level) => level.inventory_item_id === id)
    levelsSeen.set(
      id,
      refs.map(({ inventory_item_id, location_id }) => ({ inventory_item_id, location_id }))
    )
  }
}

/** Reservation items of carts' orders that are not settled yet. */
async function listReserved(container: MedusaContainer, cartIds: readonly string[]) {
  const orders = await findOrdersOfCarts(container, cartIds)
  return listReservationsOfOrders(
    container,
    orders.map((order) => order.order_id)
  )
}

/** Medusa's levels, oldest first, as Medusa itself tends to take them. */
export async function listLevels(
  container: MedusaContainer,
  itemIds: readonly string[]
): Promise<InventoryLevelDTO[]> {
  if (!itemIds.length) return []
  return container
    .resolve(Modules.INVENTORY)
    .listInventoryLevels({ inventory_item_id: [...itemIds] }, { order: { id: "ASC" }, take: null })
}

interface StockFigures {
  stocked_quantity?: QuantityInput
  reserved_quantity?: QuantityInput
  raw_stocked_quantity?: QuantityInput
  raw_reserved_quantity?: QuantityInput
}

/** Stocked less reserved, from the exact columns. */
export function availableOf(level: StockFigures): Quantity {
  return subtract(
    toQuantity(level.raw_stocked_quantity ?? level.stocked_quantity),
    toQuantity(level.raw_reserved_quantity ?? level.reserved_quantity)
  )
}

const isSameLevel = (
  level: { inventory_item_id: string; location_id: string },
  pool: Pick<PoolReading, "inventory_item_id" | "location_id">
): boolean =>
  level.inventory_item_id === pool.inventory_item_id && level.location_id === pool.location_id

export async function findOrderOfCart(
  container: MedusaContainer,
  cartId: string
): Promise<string | null> {
  const [link] = await findOrdersOfCarts(container, [cartId])
  return link?.order_id ?? null
}

export async function findOrdersOfCarts(
  container: MedusaContainer,
  cartIds: readonly string[]
): Promise<{ cart_id: string; order_id: string }[]> {
  if (!cartIds.length) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_cart",
    fields: ["cart_id", "order_id"],
    filters: { cart_id: [...cartIds] },
  })
  return data as { cart_id: string; order_id: string }[]
}

export async function findCartOfOrder(
  container: MedusaContainer,
  orderId: string
): Promise<string | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_cart",
    fields: ["cart_id", "order_id"],
    filters: { order_id: orderId },
  })
  return (data[0] as { cart_id: string } | undefined)?.cart_id ?? null
}

export async function listReservationsOfOrders(
  container: MedusaContainer,
  orderIds: readonly string[]
): Promise<ReservationItemDTO[]> {
  if (!orderIds.length) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: ["items.id"],
    filters: { id: [...orderIds] },
  })
  const lineIds = data.flatMap((order) =>
    (order.items ?? []).flatMap((item: { id: string } | null) => (item ? [item.id] : []))
  )
  if (!lineIds.length) return []
  return container.resolve(Modules.INVENTORY).listReservationItems({ line_item_id: lineIds })
}

/** Seconds to wait for Medusa's lock of an item; the default 5 is too short in a rush. */
export const ITEM_LOCK_SECONDS = 30

/** Metadata of a moved reservation: the id of the one that it replaces. */
export const MOVED_FROM = "holdfast_moved_from"

/**
 * Moves an order's reservation to another location. A crash between creating and deleting reserves
 * too many units, never too few, and `reconcile` finds it. Medusa's own update of a reservation's
 * location does not update the old level's counter. The caller holds Medusa's lock of the item.
 */
export async function moveReservation(
  container: MedusaContainer,
  reservation: ReservationItemDTO,
  toLocationId: string
): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const { line_item_id, inventory_item_id, quantity, description, created_by, metadata } =
    reservation
  await inventory.createReservationItems([
    {
      line_item_id,
      inventory_item_id,
      quantity,
      location_id: toLocationId,
      description: description ?? undefined,
      created_by: created_by ?? undefined,
      metadata: { ...metadata, [MOVED_FROM]: reservation.id },
    },
  ])
  await inventory.deleteReservationItems([reservation.id])
}
