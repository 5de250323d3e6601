import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../../container"
import type { LedgerAudit } from "../../../modules/ledger/operations/audit"
import { findOrdersOfCarts } from "../../inventory/stock"
import { settleOrder } from "../../checkout/settle"
import { findMisflagged, flag } from "../at-risk"
import { compare, ZERO, add } from "../../../shared/quantity"
import type { Finding } from "./findings"
import { forceCancelTrade } from "../../trades/end"
import { emit } from "../../common/emit"
import { readRows } from "../../common/trading-transaction"
import { VAULT_SHORTFALL_EVENT } from "../../../contracts/vault-shortfalls"
import { settleVaults, ON_ITS_WAY_SECONDS, findUnsettled } from "../../vaults/settle"

/** Invariant I1: a pool's counter is the sum of its active holds, and so is its journal. */
export function findMiscounted(container: MedusaContainer, audit: LedgerAudit): Finding[] {
  return audit.miscounted.map((pool) => ({
    kind: "miscounted_pool",
    message: `Pool ${pool.pool_id} counts ${pool.held} held; its active holds sum to ${pool.holds}, its journal to ${pool.journal}.`,
    repair: () => ledgerOf(container).upkeep.recount(pool.pool_id),
  }))
}

/** Invariant I6: a vault's quantity is the sum of its journal. */
export function findUnbalanced(container: MedusaContainer, audit: LedgerAudit): Finding[] {
  return audit.unbalanced.map((vault) => ({
    kind: "unbalanced_vault",
    message: `Vault ${vault.pool_id} counts ${vault.quantity} units; its journal sums to ${vault.journal}.`,
    repair: () => ledgerOf(container).upkeep.recount(vault.pool_id),
  }))
}

/** Holds whose cart has become an order or was deleted. */
export async function findLeftovers(
  container: MedusaContainer,
  audit: LedgerAudit
): Promise<Finding[]> {
  const cartIds = [...new Set(audit.active.flatMap((hold) => (hold.cart_id ? [hold.cart_id] : [])))]
  if (!cartIds.length) return []
  const [orders, carts] = await Promise.all([
    findOrdersOfCarts(container, cartIds),
    container.resolve(Modules.CART).listCarts({ id: cartIds }, { select: ["id"], take: null }),
  ])
  const known = new Set(carts.map((cart) => cart.id))
  const settled = orders.map((order): Finding => ({
    kind: "unsettled_order",
    message: `Cart ${order.cart_id} became order ${order.order_id}; its holds are still active.`,
    repair: () => settleOrder(container, order.order_id),
  }))
  const deleted = audit.active
    .filter((hold) => hold.cart_id && !known.has(hold.cart_id))
    .map((hold): Finding => ({
      kind: "hold_of_deleted_cart",
      message: `Hold ${hold.id} of ${hold.quantity} belongs to cart ${hold.cart_id}, which does not exist.`,
      repair: async () => {
        const by = { actor: "system", reason: "its cart was deleted" } as const
        await ledgerOf(container).release([{ hold_id: hold.id, quantity: hold.quantity }], by)
      },
    }))
  return [...settled, ...deleted]
}

export async function findOverpromised(container: MedusaContainer): Promise<Finding[]> {
  const misflagged = await findMisflagged(container)
  return misflagged.map((level) => ({
    kind: "overpromised_level",
    message:
      `Item ${level.inventory_item_id} at location ${level.location_id}: ${level.held} held, ${level.available} ` +
      `available; ${level.risky.length} hold(s) to be flagged at risk, ${level.safe.length} safe again.`,
    repair: () => flag(container, level),
  }))
}

export const isEqual = (a: string, b: string): boolean => compare(a, b) === 0

const PAGE = 500

/** Holds of ended trades, and pending trades whose confirmed sides hold too little. */
export async function findTradeTrouble(
  container: MedusaContainer,
  audit: LedgerAudit
): Promise<Finding[]> {
  const holds = audit.active.filter((hold) => hold.holder_type === "trade")
  const pending = new Set<string>()
  const findings: Finding[] = []
  for (let offset = 0; ; offset += PAGE) {
    const page = { limit: PAGE, offset }
    const { trades } = await readRows(container, (rows) =>
      rows.listTrades({ statuses: ["pending"] }, page)
    )
    for (const trade of trades) {
      pending.add(trade.id)
      const given = trade.parties
        .filter((party) => party.confirmed_at)
        .flatMap((party) => party.gives)
        .reduce((total, leg) => add(total, String(leg.quantity)), ZERO)
      const held = holds
        .filter((hold) => hold.holder_id === trade.id && !hold.due)
        .reduce((total, hold) => add(total, hold.quantity), ZERO)
      if (compare(held, given) >= 0) continue
      findings.push({
        kind: "trade_without_units",
        message: `Trade ${trade.id} is pending; its confirmed sides give ${given} units and ${held} are held.`,
        repair: () =>
          forceCancelTrade(container, trade.id, "its units were no longer held (reconcile)"),
      })
    }
    if (trades.length < PAGE) break
  }
  // Due holds no longer count, and the sweeper ends expired trades.
  const stranded = holds.filter((hold) => !hold.due && !pending.has(hold.holder_id))
  for (const hold of stranded) {
    findings.push({
      kind: "hold_of_ended_trade",
      message: `Hold ${hold.id} of ${hold.quantity} belongs to trade ${hold.holder_id}, which has ended or does not exist.`,
      repair: async () => {
        const by = { actor: "system", reason: "its trade has ended" } as const
        await ledgerOf(container).release([{ hold_id: hold.id, quantity: hold.quantity }], by)
      },
    })
  }
  return findings
}

/** How far back orders are checked. */
const DAYS = 7

/** Orders whose units were not credited to vaults, or not debited. */
export async function findUnsettledVaults(container: MedusaContainer): Promise<Finding[]> {
  const orders = await findUnsettled(container, {
    since: new Date(Date.now() - DAYS * 86_400_000),
    until: new Date(Date.now() - ON_ITS_WAY_SECONDS * 1_000),
  })
  return orders.map(({ order_id, missing, owed }) =>
    missing
      ? {
          kind: "missing_vault_credit",
          message: `Order ${order_id} has ${missing} tradable unit(s) that were not credited to a vault.`,
          repair: () => repairVaults(container, order_id, true),
        }
      : {
          kind: "missing_vault_debit",
          message: `Order ${order_id} was cancelled or returned, and ${owed} unit(s) are still in a vault.`,
          repair: () => repairVaults(container, order_id, false),
        }
  )
}

async function repairVaults(
  container: MedusaContainer,
  orderId: string,
  credits: boolean
): Promise<void> {
  const shortfalls = await settleVaults(container, orderId, { credits })
  await emit(
    container,
    shortfalls.map((data) => ({ name: VAULT_SHORTFALL_EVENT, data }))
  )
}
