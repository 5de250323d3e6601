import type { MedusaContainer } from "@medusajs/framework/types"
import { TRADE_EVENTS, type TradeEventData } from "../../contracts/trade-events"
import type { ShortUnits, UnitsOf } from "../../contracts/vaults"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { VaultRef } from "../../modules/ledger/operations/vaults"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import { vaultKey } from "../../modules/ledger/vault-key"
import type { Standing } from "../../modules/trading/operations/read-roles"
import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { emit } from "../common/emit"
import { may, type Action } from "../shared-inventories/permissions"

/** A trade, and the sides that a customer belongs to. */
export interface Involvement {
  trade: TradeRow
  sides: PartyRow[]
  standings: Map<string, Standing>
}

/**
 * Locks a trade, the customer's sides of it and the standings that they rely on.
 * @throws HoldfastError `NOT_FOUND`, also for a trade of others: ids reveal nothing.
 */
export async function lockInvolvement(
  rows: TradingRows,
  tradeId: string,
  customerId: string
): Promise<Involvement> {
  const trade = await rows.lockTrade(tradeId)
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

/** Why a customer may not act for a side; undefined if they may. */
export function mayFor(
  { owner }: PartyRow,
  standings: ReadonlyMap<string, Standing>,
  action: Action
): HoldfastError | undefined {
  return owner.type === "customer" ? undefined : may(standings.get(owner.id), action, owner.id)
}

/** Why a confirmed side is no longer bound; `temporary` while the merchant has frozen it. */
export async function whyUnbound(
  rows: TradingRows,
  side: PartyRow
): Promise<{ error: HoldfastError; temporary: boolean } | undefined> {
  if (side.owner.type === "customer" || !side.confirmed_by) return undefined
  const standings = await rows.lockStandings(side.confirmed_by, [side.owner.id])
  const error = mayFor(side, standings, "trade")
  if (!error) return undefined
  const isActive = standings.get(side.owner.id)?.status === "active"
  return { error, temporary: error.code === "SHARED_INVENTORY_CLOSED" && isActive }
}

/** @throws HoldfastError `TRADE_NOT_PENDING` with its status. */
export function assertPending(trade: TradeRow): void {
  if (trade.status !== "pending") throw notPending(trade)
}

export const notPending = ({
  id,
  status,
  reason,
}: Pick<TradeRow, "id" | "status" | "reason">): HoldfastError =>
  new HoldfastError(
    "TRADE_NOT_PENDING",
    `Trade ${id} is ${status}${reason ? ` (${reason})` : ""} and can no longer be changed.`,
    { status, reason }
  )

/** Variants that the merchant has blocked. */
export function findBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): string[] {
  const blocked = new Set(readOptions().trading.blockedVariants)
  return [...new Set([...items].map((item) => item.variant_id))].filter((id) => blocked.has(id))
}

/** @throws HoldfastError `NOT_TRADABLE` for blocked variants. */
export function refuseBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): void {
  const variant_ids = findBlocked(items)
  if (!variant_ids.length) return
  throw new HoldfastError(
    "NOT_TRADABLE",
    `These variants cannot be traded: ${variant_ids.join(", ")}. Please remove them and try again.`,
    { variant_ids }
  )
}

/** Every vault that a trade changes. */
export function vaultsOf(trade: Pick<TradeRow, "parties">): VaultRef[] {
  return trade.parties.flatMap((party) =>
    party.gives.flatMap(({ variant_id, to_position }) => [
      { owner: party.owner, variant_id },
      { owner: partyAt(trade, to_position).owner, variant_id },
    ])
  )
}

function partyAt(trade: Pick<TradeRow, "parties">, position: number): PartyRow {
  const found = trade.parties.find((party) => party.position === position)
  if (!found) throw new Error(`The trade has no party at position ${position}.`)
  return found
}

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

/** The longest `expires_in`, the longest cooling-off period, and a day. */
const HOLD_CAP_SECONDS = 61 * 86_400

export type Held =
  | { outcome: "held"; hold_ids: string[] }
  /** Nothing was held: every short item of every side. */
  | { outcome: "short"; short: (ShortUnits & { position: number })[] }

/** Holds what sides give, all or nothing; earlier holds count. The caller locked the vaults. */
export async function holdUnits(
  tx: LedgerTransaction,
  trade: Pick<TradeRow, "id">,
  givers: readonly PartyRow[],
  vaults: ReadonlyMap<string, string>,
  seconds: number
): Promise<Held> {
  const claims = givers.flatMap((party) =>
    party.gives.map(({ variant_id, quantity }) => ({
      pool_id: vaults.get(vaultKey({ owner: party.owner, variant_id })) ?? "",
      quantity: String(quantity),
      position: party.position,
      variant_id,
    }))
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
      const claim = claims.find((candidate) => candidate.pool_id === pool_id)
      if (!claim) return []
      const { variant_id, position } = claim
      return [{ variant_id, position, asked: Number(asked), available: Number(available) }]
    }),
  }
}

export async function releaseTradeHolds(
  tx: LedgerTransaction,
  tradeId: string,
  how: { status: "released" | "expired"; reason: string }
): Promise<void> {
  const holds = await tx.listHolds({ holder: [{ type: "trade", id: tradeId }], state: "active" })
  await tx.lockPoolsOf(holds)
  const actor = how.status === "expired" ? "sweeper" : "shopper"
  await tx.resolve(
    holds.map((hold) => hold.id),
    how.status,
    { actor, reason: how.reason }
  )
}

/** @param customer_id who did it; null for the clock and the merchant. */
export async function announceTrade(
  container: MedusaContainer,
  event: keyof typeof TRADE_EVENTS,
  trade_id: string,
  customer_id: string | null
): Promise<void> {
  const data: TradeEventData = { trade_id, customer_id }
  await emit(container, [{ name: TRADE_EVENTS[event], data }])
}
