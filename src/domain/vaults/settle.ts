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
 * Brings the vaults in line with an order: what its buyer kept of tradable variants is credited,
 * what was cancelled or came back is debited, at most what is free. Absolute, so it may be asked
 * any number of times, for any event, late or twice; those who ask at once come one after the
 * other, and each reads the order again.
 *
 * @param credits whether units may be added: not for what only takes back, or an old order would be
 * credited because its variant was marked as tradable since.
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

/**
 * One order at a time per process: each keeps one of the ledger's few connections while Medusa is
 * asked, and shoppers who reserve need the others.
 */
const settling = fastq.promise<unknown, () => Promise<NewShortfall[]>, NewShortfall[]>(
  (work) => work(),
  1
)

/** Reads the order again under the lock: another event may have cancelled it meanwhile. */
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

/** The shared inventory that the order names, if its buyer may deposit there; else their own. */
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

/** Numbered per line, so that the database itself refuses to write the same movement twice. */
const keyOf = (lineId: string, number: number): string => `order_line:${lineId}:${number}`

const creditOf = ({ line, units, movements }: LineDifference, to: Owner): Movement => ({
  variant_id: line.variant_id,
  to,
  quantity: String(units),
  reference: line.id,
  idempotency_key: keyOf(line.id, movements),
})

/** Out of the vaults that the line's units went to, the oldest first. */
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
  logger.info(
    `holdfast: order ${order.id} has tradable lines and no customer account; guests have no vault`
  )
}

function noteShortfall(container: MedusaContainer, shortfall: NewShortfall): VaultShortfallData {
  const { id, idempotency_key: _, ...rest } = shortfall
  const { order_id, quantity, variant_id, owner } = rest
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.warn(
    `holdfast: order ${order_id} gave ${quantity} unit(s) of variant ${variant_id} too few back: ` +
      `they had left the vault of ${owner.type} ${owner.id} (shortfall ${id})`
  )
  return { shortfall_id: id, ...rest }
}

/** Orders that one look-up reads. */
const PAGE = 200

/**
 * Seconds in which an order's event is on its way, or its completion still waits for the payment
 * (Medusa gives it two minutes) and may yet take the order back.
 */
export const ON_ITS_WAY_SECONDS = 180

export interface UnsettledOrder {
  order_id: string
  /** Units to credit. */
  missing: number
  /** Units to debit. */
  owed: number
}

/**
 * Orders that the vaults have not heard of, or not of their end: a crash or a lost event in
 * between. Read-only.
 *
 * @param window orders that changed within it are looked at; credits only of those that were placed
 * within it, since older ones may have been placed before their variant was marked as tradable.
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

/** What the vaults have to do with an order line, by the journal. */
export interface LineDifference {
  line: VaultLine
  /** Units to credit, or below zero to debit. */
  units: number
  /** Where its units went, oldest first, with what has not come back of them. */
  credited: { owner: Owner; units: number }[]
  /** Lines in the journal so far: numbers the next movement. */
  movements: number
}

/**
 * Compares what a buyer kept of each order line with what the vaults were given for it. Units that
 * could not be taken back are accounted for by their shortfall, so nobody asks for them twice. A
 * line that was never credited is only credited where its variant is tradable now. Pure.
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
