import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import type { Standing } from "../../modules/trading/operations/read-roles"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { assertMay, type Action } from "../shared-inventories/permissions"

/** Where a customer stands in a trade: the sides that it belongs to, and how. */
export interface Involvement {
  sides: PartyRow[]
  standings: Map<string, Standing>
}

/**
 * The sides of a trade that a customer belongs to: itself, and shared inventories in which it is an
 * active member. Locked until the transaction ends.
 *
 * @throws HoldfastError `NOT_FOUND` for a trade that is not there and for one of others: ids tell
 * nothing.
 */
export async function involve(
  rows: TradingRows,
  trade: TradeRow | undefined,
  tradeId: string,
  customerId: string
): Promise<{ trade: TradeRow } & Involvement> {
  if (!trade) throw notFound(tradeId)
  const ids = trade.parties.flatMap(({ owner }) =>
    owner.type === "shared_inventory" ? [owner.id] : []
  )
  const standings = await rows.lockStandings(customerId, ids)
  const sides = trade.parties.filter(({ owner }) =>
    owner.type === "customer" ? owner.id === customerId : standings.get(owner.id)?.role
  )
  if (!sides.length) throw notFound(tradeId)
  return { trade, sides, standings }
}

export const notFound = (tradeId: string): HoldfastError =>
  new HoldfastError("NOT_FOUND", `There is no trade ${tradeId}.`)

/** @throws HoldfastError as `assertMay`; for a customer's own side, it always may. */
export function assertMayFor(
  side: PartyRow,
  standings: ReadonlyMap<string, Standing>,
  action: Action
): void {
  if (side.owner.type === "customer") return
  assertMay(standings.get(side.owner.id), action, side.owner.id)
}

/** Of some sides, those that the customer may act for. */
export function mayActFor(
  sides: readonly PartyRow[],
  standings: ReadonlyMap<string, Standing>,
  action: Action
): PartyRow[] {
  return sides.filter((side) => {
    try {
      assertMayFor(side, standings, action)
      return true
    } catch (error) {
      if (error instanceof HoldfastError) return false
      throw error
    }
  })
}

/**
 * Why a side that has confirmed is not bound any more: the one who confirmed may not act for it
 * now. `passes` when that is the merchant's freeze, which may be lifted again. Undefined while it
 * is bound.
 */
export async function whyUnbound(
  rows: TradingRows,
  side: PartyRow
): Promise<{ why: HoldfastError; passes: boolean } | undefined> {
  if (side.owner.type === "customer" || !side.confirmed_by) return undefined
  const standings = await rows.lockStandings(side.confirmed_by, [side.owner.id])
  try {
    assertMayFor(side, standings, "trade")
    return undefined
  } catch (why) {
    if (!(why instanceof HoldfastError)) throw why
    const passes =
      why.code === "SHARED_INVENTORY_CLOSED" && standings.get(side.owner.id)?.status === "active"
    return { why, passes }
  }
}
