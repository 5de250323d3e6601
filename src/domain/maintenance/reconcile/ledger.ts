import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../../container"
import type { LedgerAudit } from "../../../modules/ledger/operations/audit"
import { findOrdersOfCarts } from "../../inventory/orders"
import { settleOrder } from "../../checkout/settle"
import { findMisflagged, flag } from "../at-risk"
import { compare } from "../../../shared/quantity"
import type { Finding } from "./findings"

/**
 * Invariant I1: a pool's counter is the sum of its active holds, and its journal adds up to the
 * same.
 */
export function findMiscounted(container: MedusaContainer, audit: LedgerAudit): Finding[] {
  return audit.miscounted.map((pool) => ({
    kind: "miscounted_pool",
    message: `Pool ${pool.pool_id} counts ${pool.held} held; its active holds sum to ${pool.holds}, its journal to ${pool.journal}.`,
    repair: () => ledgerOf(container).recount(pool.pool_id),
  }))
}

/** Invariant I6: a vault has what its journal says. */
export function findUnbalanced(container: MedusaContainer, audit: LedgerAudit): Finding[] {
  return audit.unbalanced.map((vault) => ({
    kind: "unbalanced_vault",
    message: `Vault ${vault.pool_id} counts ${vault.quantity} units; its journal sums to ${vault.journal}.`,
    repair: () => ledgerOf(container).recountVault(vault.pool_id),
  }))
}

/** Holds whose cart has become an order, or is gone. */
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
    message: `Cart ${order.cart_id} became order ${order.order_id}, and its holds are still active.`,
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

/** Levels where flags do not say what is so, as findings. */
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
