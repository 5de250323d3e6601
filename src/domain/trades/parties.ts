import type { ShortUnits } from "../../contracts/vaults"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { VaultRef } from "../../modules/ledger/operations/vaults"
import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import { vaultKey } from "../../modules/ledger/vault-key"

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
