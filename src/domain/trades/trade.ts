import type { MedusaContainer } from "@medusajs/framework/types"
import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import type { Standing } from "../../modules/trading/operations/read-roles"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { assertMay, type Action } from "../shared-inventories/permissions"
import type { ShortUnits, UnitsOf } from "../../contracts/vaults"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { VaultRef } from "../../modules/ledger/operations/vaults"
import { vaultKey } from "../../modules/ledger/vault-key"
import { readOptions } from "../../shared/options"
import type { TRADE_EVENTS, TradeEventData } from "../../contracts/trade-events"
import { emit } from "../common/emit"

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

const DAY_SECONDS = 86_400

/**
 * Longest that a trade's hold may live: the longest wait for an answer, the longest cooling-off
 * time, and a day.
 */
const HOLD_CAP_SECONDS = 61 * DAY_SECONDS

/** Every vault that a trade takes units from or brings units to. */
export function vaultsOf(trade: Pick<TradeRow, "parties">): VaultRef[] {
  return trade.parties.flatMap((party) =>
    party.gives.flatMap(({ variant_id, to_position }) => [
      { owner: party.owner, variant_id },
      { owner: partyAt(trade, to_position).owner, variant_id },
    ])
  )
}

export function partyAt(trade: Pick<TradeRow, "parties">, position: number): PartyRow {
  const party = trade.parties.find((one) => one.position === position)
  if (!party) throw new Error(`The trade has no party at position ${position}.`)
  return party
}

/** What moves when a trade settles. */
export function movementsOf(trade: Pick<TradeRow, "id" | "parties">): Movement[] {
  return trade.parties.flatMap((party) =>
    party.gives.map(({ variant_id, quantity, to_position }) => ({
      variant_id,
      from: party.owner,
      to: partyAt(trade, to_position).owner,
      quantity: String(quantity),
      reference: trade.id,
    }))
  )
}

export type Held =
  | { outcome: "held"; hold_ids: string[] }
  /** Nothing was held: each item of each side that has too few free units. */
  | { outcome: "short"; short: (ShortUnits & { position: number })[] }

/**
 * Holds what some sides of a trade give, for so many seconds at least: all of it or nothing. What a
 * side holds for this trade already counts towards it. The vaults are locked by the caller.
 */
export async function holdUnits(
  tx: LedgerTransaction,
  trade: Pick<TradeRow, "id">,
  givers: readonly PartyRow[],
  vaults: ReadonlyMap<string, string>,
  seconds: number
): Promise<Held> {
  const claims = givers.flatMap((party) =>
    party.gives.map(({ variant_id, quantity }) => {
      const pool_id = vaults.get(vaultKey({ owner: party.owner, variant_id })) ?? ""
      return { pool_id, quantity: String(quantity), position: party.position, variant_id }
    })
  )
  if (!claims.length) return { outcome: "held", hold_ids: [] }
  const result = await tx.reserve({
    holder: { type: "trade", id: trade.id },
    cart_id: null,
    claims: claims.map(({ pool_id, quantity }) => ({ pool_id, quantity })),
    ttl_seconds: seconds,
    cap_seconds: HOLD_CAP_SECONDS,
    actor: "shopper",
    reason: "promised in a trade",
  })
  if (result.outcome === "granted") {
    return { outcome: "held", hold_ids: result.holds.map((hold) => hold.hold_id) }
  }
  if (result.outcome !== "short") throw new Error(`A vault answered ${result.outcome}.`)
  return {
    outcome: "short",
    short: result.claims.flatMap(({ pool_id, asked, available }) => {
      const claim = claims.find((one) => one.pool_id === pool_id)
      if (!claim) return []
      const { variant_id, position } = claim
      return [{ variant_id, position, asked: Number(asked), available: Number(available) }]
    }),
  }
}

/** Lets go of what a trade holds, for whichever end. */
export async function letGo(
  tx: LedgerTransaction,
  tradeId: string,
  how: { status: "released" | "expired"; reason: string }
): Promise<void> {
  const holds = await tx.listActiveHolds([{ type: "trade", id: tradeId }])
  await tx.lockPoolsOf(holds)
  const actor = how.status === "expired" ? "sweeper" : "shopper"
  await tx.resolve(
    holds.map((hold) => hold.id),
    how.status,
    { actor, reason: how.reason }
  )
}

/** Those of some variants that the merchant has blocked. */
export function findBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): string[] {
  const blocked = new Set(readOptions().trading.blockedVariants)
  return [...new Set([...items].map((item) => item.variant_id))].filter((id) => blocked.has(id))
}

/** @throws HoldfastError `NOT_TRADABLE` for items that the merchant has blocked. */
export function refuseBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): void {
  const variant_ids = findBlocked(items)
  if (!variant_ids.length) return
  throw new HoldfastError(
    "NOT_TRADABLE",
    `The shop does not let these variants be traded: ${variant_ids.join(", ")}. Take them out, then try again.`,
    { variant_ids }
  )
}

type TradeEvent = (typeof TRADE_EVENTS)[keyof typeof TRADE_EVENTS]

/**
 * Tells of a trade, after the commit. @param customer_id who did it; null for the clock and the
 * merchant.
 */
export async function announceTrade(
  container: MedusaContainer,
  name: TradeEvent,
  trade_id: string,
  customer_id: string | null
): Promise<void> {
  const data: TradeEventData = { trade_id, customer_id }
  await emit(container, [{ name, data }])
}
