import { dirname, join } from "node:path"
import type { MedusaContainer, ReservationItemDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../../container"
import { ALLOTMENT_OF, syncReservations } from "../../inventory/allotments"
import { ITEM_LOCK_SECONDS, MOVED_FROM } from "../../inventory/stock"
import { cancelOrphan, listUnlinkedOrders, sameLines } from "../../checkout/orphans"
import { ZERO, add, toQuantity, compare, multiply, subtract } from "../../../shared/quantity"
import type { Finding } from "./findings"
import { isEqual } from "./ledger"

const PAGE = 1_000

async function* pages<Row>(list: (page: Page) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let skip = 0; ; skip += PAGE) {
    const rows = await list({ skip, take: PAGE, order: { id: "ASC" } })
    yield rows
    if (rows.length < PAGE) return
  }
}

interface Page {
  skip: number
  take: number
  order: { id: "ASC" }
}

const reservationPages = (container: MedusaContainer): AsyncGenerator<ReservationItemDTO[]> =>
  pages((page) => container.resolve(Modules.INVENTORY).listReservationItems({}, page))

export async function listAllotted(container: MedusaContainer): Promise<ReservationItemDTO[]> {
  const found: ReservationItemDTO[] = []
  for await (const page of reservationPages(container)) {
    found.push(...page.filter((item) => item.metadata?.[ALLOTMENT_OF]))
  }
  return found
}

/** Levels whose `reserved_quantity` is not the sum of their reservation items. */
export async function findDrift(container: MedusaContainer): Promise<Finding[]> {
  const inventory = container.resolve(Modules.INVENTORY)
  const sums = new Map<string, string>()
  for await (const page of reservationPages(container)) {
    for (const item of page) {
      const key = `${item.inventory_item_id} ${item.location_id}`
      sums.set(key, add(sums.get(key) ?? ZERO, toQuantity(item.quantity)))
    }
  }
  const findings: Finding[] = []
  for await (const page of pages((range) => inventory.listInventoryLevels({}, range))) {
    for (const level of page) {
      const counted = toQuantity(
        (level as { raw_reserved_quantity?: { value: string } }).raw_reserved_quantity ??
          level.reserved_quantity
      )
      const real = sums.get(`${level.inventory_item_id} ${level.location_id}`) ?? ZERO
      if (isEqual(counted, real)) continue
      findings.push({
        kind: "drifted_reserved_quantity",
        message:
          `Item ${level.inventory_item_id} at location ${level.location_id}: reserved_quantity is ${counted}, ` +
          `its reservation items sum to ${real}.`,
        repair: () => recountReserved(container),
      })
    }
  }
  return findings
}

/** Runs Medusa's migration script, because no module method sets the counter. */
async function recountReserved(container: MedusaContainer): Promise<void> {
  const root = dirname(require.resolve("@medusajs/medusa/package.json"))
  const file = join(root, "dist", "migration-scripts", "reconcile-inventory-reserved-quantity.js")
  const script: unknown = ((await import(file)) as { default: unknown }).default
  const run =
    typeof script === "function"
      ? script
      : (script as { default: (input: unknown) => Promise<void> }).default
  await (run as (input: { container: MedusaContainer }) => Promise<void>)({ container })
}

/** Reservations whose move was cut off by a crash: the old and the new one both exist. */
export async function findDoubled(container: MedusaContainer): Promise<Finding[]> {
  const inventory = container.resolve(Modules.INVENTORY)
  const findings: Finding[] = []
  for await (const page of reservationPages(container)) {
    const moved = page.flatMap((item) => {
      const from = item.metadata?.[MOVED_FROM]
      return typeof from === "string" ? [{ item, from }] : []
    })
    const left = moved.length
      ? await inventory.listReservationItems({ id: moved.map(({ from }) => from) }, { take: null })
      : []
    for (const old of left) {
      findings.push({
        kind: "doubled_reservation",
        message: `Reservation ${old.id} of line ${old.line_item_id} was moved to another location and not deleted.`,
        repair: () =>
          container
            .resolve(Modules.LOCKING)
            .execute(old.inventory_item_id, () => inventory.deleteReservationItems([old.id]), {
              timeout: ITEM_LOCK_SECONDS,
            }),
      })
    }
  }
  return findings
}

/** Younger orders may be in a running completion. */
const ORPHAN_AFTER_MS = 60_000

/** How far back orders are checked. */
const ORPHAN_DAYS = 7

/** Orders whose completion died (see `checkout/orphans.ts`). */
export async function findOrphans(container: MedusaContainer): Promise<Finding[]> {
  const since = new Date(Date.now() - ORPHAN_DAYS * 86_400_000)
  const until = new Date(Date.now() - ORPHAN_AFTER_MS)
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const orders = await listUnlinkedOrders(container, { created_at: { $gte: since, $lt: until } })
  const findings: Finding[] = []
  for (const order of orders.filter((candidate) => candidate.email)) {
    const { data: carts } = await query.graph({
      entity: "cart",
      fields: ["id", "items.variant_id", "items.quantity"],
      filters: { email: order.email },
    })
    const twins = carts
      .filter((cart) => sameLines(order.items ?? [], cart.items ?? []))
      .map((cart) => cart.id)
    const [hold] = await ledgerOf(container).listHolds(
      { cart_id: twins },
      { order: "newest", limit: 1 }
    )
    if (!hold) continue
    findings.push({
      kind: "orphaned_order",
      message: `Order ${order.id} was written by a crashed completion of cart ${hold.cart_id} and is not linked to it.`,
      repair: () => cancelOrphan(container, order.id),
    })
  }
  return findings
}

/**
 * Invariant I3: each unit of a pool at a level is hidden by its reservation item or exposed.
 * Restores an edited or deleted reservation item, and deletes one whose pool is gone.
 * @param reservations all reservation items in Medusa that carry our mark.
 */
export async function findStrayAllotments(
  container: MedusaContainer,
  reservations: readonly ReservationItemDTO[]
): Promise<Finding[]> {
  const ledger = ledgerOf(container)
  const allotments = await ledger.allotments.list()
  const inventory = container.resolve(Modules.INVENTORY)
  const findings = allotments.flatMap((allotment): Finding[] => {
    const item = reservations.find((candidate) => candidate.id === allotment.reservation_item_id)
    const allotted = item ? toQuantity(item.quantity) : ZERO
    const wanted = subtract(
      multiply(allotment.pool_units, allotment.units_per_pool_unit),
      allotment.exposed
    )
    if (compare(allotted, wanted) === 0) return []
    return [
      {
        kind: "allotment_differs",
        message:
          `Pool ${allotment.pool_id} should hide ${wanted} of item ${allotment.inventory_item_id} at location ` +
          `${allotment.location_id}; Medusa hides ${allotted}.`,
        repair: () => syncReservations(container, [allotment]),
      },
    ]
  })
  const known = new Set(allotments.map((allotment) => allotment.reservation_item_id))
  const strays = reservations.filter((item) => !known.has(item.id))
  return [
    ...findings,
    ...strays.map((stray): Finding => ({
      kind: "stray_allotment",
      message: `Reservation ${stray.id} of ${toQuantity(stray.quantity)} belongs to no pool (${String(stray.metadata?.[ALLOTMENT_OF])}).`,
      repair: () =>
        container
          .resolve(Modules.LOCKING)
          .execute(stray.inventory_item_id, () => inventory.deleteReservationItems([stray.id]), {
            timeout: ITEM_LOCK_SECONDS,
          }),
    })),
  ]
}
