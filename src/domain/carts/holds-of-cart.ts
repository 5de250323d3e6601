import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { StoreCartHolds, StoreHoldWarning } from "../../contracts/holds"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { isCovered } from "./cover"
import { readCart, readDemand, type Demand } from "../inventory/demand"

/** What the shopper sees of a cart's holds. @throws MedusaError NOT_FOUND for an unknown cart. */
export async function toStoreCartHolds(
  container: MedusaContainer,
  cartId: string
): Promise<StoreCartHolds> {
  const ledger = ledgerOf(container)
  const cart = await readCart(container, cartId)
  const [demand, holds, now] = await Promise.all([
    readDemand(container, cart),
    ledger.listHolds({ cart_id: [cartId], state: "active" }), // a customer's reservation of a drop among them
    ledger.now(),
  ])
  const live = holds.filter((hold) => !hold.due)
  const earliest = live.map((hold) => hold.expires_at.getTime()).sort((a, b) => a - b)[0]
  const covered = isCovered(demand, live)
  return {
    cart_id: cartId,
    holds: live.map((hold) => ({
      id: hold.id,
      line_item_ids: linesOf(demand, hold),
      inventory_item_id: hold.kind === "level" ? hold.counted_id : null,
      variant_id: hold.kind === "level" ? null : hold.counted_id,
      quantity: Number(hold.quantity),
      expires_at: hold.expires_at.toISOString(),
      extend_until: hold.extend_until.toISOString(),
      at_risk: hold.at_risk_at !== null,
    })),
    covered,
    expires_at: earliest === undefined ? null : new Date(earliest).toISOString(),
    server_time: now.toISOString(),
    warnings: warningsOf(demand, holds, covered),
  }
}

function warningsOf(
  demand: Demand,
  holds: readonly HoldRow[],
  covered: boolean
): StoreHoldWarning[] {
  const warnings: StoreHoldWarning[] = []
  const due = holds.filter((hold) => hold.due)
  if (due.length && !covered) {
    warnings.push({
      code: "HOLD_EXPIRED",
      message: due.every((hold) => hold.kind === "drop")
        ? "Your drop reservation expired. Reserve again while units are available."
        : "Some units are no longer held. Extend the holds while they are available.",
      line_item_ids: [...new Set(due.flatMap((hold) => linesOf(demand, hold)))],
    })
  } else if (!covered) {
    const itemIds = demand.pieces.map((piece) => piece.inventory_item_id)
    const open = itemIds.filter(
      (id) => !isCovered({ ...demand, pieces: piecesOf(demand, id) }, holds)
    )
    warnings.push({
      code: "INSUFFICIENT_STOCK",
      message: "Some lines are not held. Extend the holds while their units are available.",
      line_item_ids: [...new Set(open.flatMap((id) => lineIds(piecesOf(demand, id))))],
    })
  }
  const risky = holds.filter((hold) => !hold.due && hold.at_risk_at)
  if (risky.length) {
    warnings.push({
      code: "UNITS_AT_RISK",
      message: "The shop removed stock that was held for this cart. Some units may be unavailable.",
      line_item_ids: [...new Set(risky.flatMap((hold) => linesOf(demand, hold)))],
    })
  }
  return warnings
}

const piecesOf = (demand: Demand, itemId: string): Demand["pieces"] =>
  demand.pieces.filter((piece) => piece.inventory_item_id === itemId)

const lineIds = (parts: readonly { line_item_id: string | null }[]): string[] =>
  parts.flatMap((part) => (part.line_item_id ? [part.line_item_id] : []))

const linesOf = (demand: Demand, hold: HoldRow): string[] =>
  lineIds(
    hold.kind === "level"
      ? piecesOf(demand, hold.counted_id)
      : [...demand.allotted, ...demand.pieces].filter((part) => part.variant_id === hold.counted_id)
  )
