import type { MedusaContainer, Logger } from "@medusajs/framework/types"
import * as fastq from "fastq"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ledgerOf } from "../container"
import type { Owner } from "../../contracts/vaults"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { NewShortfall } from "../../modules/trading/operations/shortfalls"
import type { TradingRows } from "../../modules/trading/rows"
import { createId } from "../../shared/ids"
import { readOptions } from "../../shared/options"
import { may, selfOf, sharedOf } from "../shared-inventories/permissions"
import { inTradingTransaction, readRows } from "../common/trading-transaction"
import {
  readTradable,
  readOrderLines,
  readVaultOrders,
  type VaultOrder,
  type VaultLine,
} from "./orders"
import type { VaultShortfallData } from "../../contracts/vault-shortfalls"
import type { MovedUnits } from "../../modules/ledger/operations/read-movements"

/**
 * Credits what an order's buyer kept of tradable variants, and debits what was cancelled or
 * returned, as far as it is free. Absolute, so events may be repeated or late.
 * @param credits false for events that only take back: an old order would otherwise be credited
 * because its variant has become tradable since.
 */
export async function settleVaults(
  container: MedusaContainer,
  orderId: string,
  { credits }: { credits: boolean }
): Promise<VaultShortfallData[]> {
  const { trading, mode } = readOptions()
  if (!trading.enabled || mode === "observe") return []
  const lines = await readOrderLines(container, orderId)
  const [tradable, known] = await Promise.all([
    readTradable(
      container,
      lines.map((line) => line.variant_id)
    ),
    ledgerOf(container).journal.readMovements(lines.map((line) => line.id)),
  ])
  if (!tradable.size && !known.length) return [] // most orders of most shops
  const [seen] = await readVaultOrders(container, { id: [orderId] }, ONE)
  if (!seen) return []
  if (credits && !seen.customer_id) tellOfGuest(container, seen)
  const shortfalls = await settling.push(() =>
    settle(container, orderId, credits ? tradable : new Set())
  )
  return shortfalls.map((shortfall) => noteShortfall(container, shortfall))
}

const ONE = { take: 1, skip: 0 }

/** One at a time: each keeps one of the ledger's few connections while it reads Medusa. */
const settling = fastq.promise<unknown, () => Promise<NewShortfall[]>, NewShortfall[]>(
  (work) => work(),
  1
)

/** Reads the order again under the lock: it may have been cancelled meanwhile. */
function settle(
  container: MedusaContainer,
  orderId: string,
  tradable: ReadonlySet<string>
): Promise<NewShortfall[]> {
  return inTradingTransaction(container, async (rows, tx) => {
    await rows.lockOrder(orderId)
    const [order] = await readVaultOrders(container, { id: [orderId] }, ONE)
    if (!order) return []
    const lineIds = order.lines.map((line) => line.id)
    const moved = await tx.readMovements(lineIds)
    const owed = await rows.sumShortfalls(lineIds)
    return move(rows, tx, order, differencesOf(order, moved, owed, tradable))
  })
}

async function move(
  rows: TradingRows,
  tx: LedgerTransaction,
  order: VaultOrder,
  differences: readonly LineDifference[]
): Promise<NewShortfall[]> {
  if (!differences.length) return []
  const to = await vaultFor(rows, order)
  const movements = differences.flatMap((difference) =>
    difference.units > 0 ? (to ? [creditOf(difference, to)] : []) : debitsOf(difference)
  )
  const reason = `order ${order.id}`
  const result = await tx.moveUnits(movements, { actor: "system", reason })
  if (result.outcome === "short") throw new Error("A partial debit cannot fall short.")
  const shortfalls = movements.flatMap((movement, index): NewShortfall[] => {
    const missing = Number(movement.quantity) - Number(result.moved[index] ?? 0)
    if (!movement.from || missing <= 0 || result.replayed[index]) return []
    return [
      {
        id: createId("hfshort"),
        owner: movement.from,
        variant_id: movement.variant_id,
        order_id: order.id,
        line_item_id: movement.reference,
        quantity: missing,
        idempotency_key: movement.idempotency_key ?? movement.reference,
      },
    ]
  })
  await rows.insertShortfalls(shortfalls)
  return shortfalls
}

/** The shared inventory's vault if the buyer may deposit there, else the buyer's own. */
async function vaultFor(rows: TradingRows, order: VaultOrder): Promise<Owner | undefined> {
  const { customer_id, shared_inventory_id } = order
  if (!customer_id) return undefined
  if (!shared_inventory_id) return selfOf(customer_id)
  const standings = await rows.lockStandings(customer_id, [shared_inventory_id])
  const standing = standings.get(shared_inventory_id)
  return may(standing, "deposit", shared_inventory_id)
    ? selfOf(customer_id)
    : sharedOf(shared_inventory_id)
}

/** Numbered per line, so that the database rejects the same movement twice. */
const keyOf = (lineId: string, number: number): string => `order_line:${lineId}:${number}`

const creditOf = ({ line, units, movements }: LineDifference, to: Owner): Movement => ({
  variant_id: line.variant_id,
  to,
  quantity: String(units),
  reference: line.id,
  idempotency_key: keyOf(line.id, movements),
})

/** From the vaults that got the line's units, oldest first. */
function debitsOf({ line, units, credited, movements }: LineDifference): Movement[] {
  let left = -units
  return credited
    .filter((credit) => credit.units > 0)
    .flatMap(({ owner, units: there }, index): Movement[] => {
      const quantity = Math.min(left, there)
      left -= quantity
      if (!quantity) return []
      return [
        {
          variant_id: line.variant_id,
          from: owner,
          quantity: String(quantity),
          reference: line.id,
          idempotency_key: keyOf(line.id, movements + index),
          partial: true,
        },
      ]
    })
}

export function tellOfGuest(container: MedusaContainer, order: VaultOrder): void {
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.info(`holdfast: order ${order.id} has tradable lines but no customer account, so no vault`)
}

function noteShortfall(container: MedusaContainer, shortfall: NewShortfall): VaultShortfallData {
  const { id, idempotency_key: _, ...rest } = shortfall
  const { order_id, quantity, variant_id, owner } = rest
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.warn(
    `holdfast: order ${order_id} returned ${quantity} unit(s) of variant ${variant_id} too few: ` +
      `they had left the vault of ${owner.type} ${owner.id} (shortfall ${id})`
  )
  return { shortfall_id: id, ...rest }
}

const PAGE = 200

/** Seconds until an order's event has arrived and its payment (two minutes in Medusa) ended. */
export const ON_ITS_WAY_SECONDS = 180

export interface UnsettledOrder {
  order_id: string
  /** Units to credit. */
  missing: number
  /** Units to debit. */
  owed: number
}

/**
 * Orders whose events were lost to a crash before they reached the vaults. Read-only.
 * @param window orders changed within it; only those placed within it are credited, since older
 * ones may predate their variant becoming tradable.
 */
export async function findUnsettled(
  container: MedusaContainer,
  window: { since: Date; until: Date }
): Promise<UnsettledOrder[]> {
  const { trading, mode } = readOptions()
  if (!trading.enabled || mode === "observe") return []
  const found: UnsettledOrder[] = []
  for (let skip = 0; ; skip += PAGE) {
    const changed = { updated_at: { $gte: window.since, $lt: window.until } }
    const page = await readVaultOrders(container, changed, { take: PAGE, skip })
    const orders = page.filter((order) => order.whole)
    const lines = orders.flatMap((order) => order.lines)
    const lineIds = lines.map((line) => line.id)
    const [tradable, moved, shortfalls] = await Promise.all([
      readTradable(
        container,
        lines.map((line) => line.variant_id)
      ),
      ledgerOf(container).journal.readMovements(lineIds),
      readRows(container, (rows) => rows.sumShortfalls(lineIds)),
    ])
    for (const order of orders) {
      const isNew = order.created_at >= window.since
      const units = differencesOf(order, moved, shortfalls, isNew ? tradable : new Set()).map(
        (difference) => difference.units
      )
      const missing = units.filter((count) => count > 0).reduce((total, count) => total + count, 0)
      const owed = -units.filter((count) => count < 0).reduce((total, count) => total + count, 0)
      if (missing || owed) found.push({ order_id: order.id, missing, owed })
    }
    if (page.length < PAGE) return found
  }
}

export interface LineDifference {
  line: VaultLine
  /** Units to credit; negative to debit. */
  units: number
  /** Net credits by owner, oldest first. */
  credited: { owner: Owner; units: number }[]
  /** Movements so far; numbers the next one. */
  movements: number
}

/**
 * Compares what a buyer kept of each order line with what the vaults got for it. A shortfall
 * accounts for units that could not be debited. Only tradable variants get a first credit. Pure.
 */
export function differencesOf(
  order: VaultOrder,
  moved: readonly MovedUnits[],
  shortfalls: ReadonlyMap<string, number>,
  tradable: ReadonlySet<string>
): LineDifference[] {
  return order.lines.flatMap((line): LineDifference[] => {
    const mine = moved.filter((movement) => movement.reference === line.id)
    const credited = mine.map(({ owner, quantity }) => ({ owner, units: Number(quantity) }))
    const accounted =
      credited.reduce((sum, credit) => sum + credit.units, 0) - (shortfalls.get(line.id) ?? 0)
    const units = line.kept - accounted
    if (!units) return []
    if (units > 0 && !(order.customer_id && tradable.has(line.variant_id))) return []
    const movements = mine.reduce((sum, movement) => sum + movement.movements, 0)
    return [{ line, units, credited, movements }]
  })
}
