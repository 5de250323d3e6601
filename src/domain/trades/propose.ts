import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { tradingOf } from "../container"
import type { TradeTarget } from "../../contracts/trades"
import type { Owner, UnitsOf } from "../../contracts/vaults"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { hashOf } from "../../shared/hash"
import { createId } from "../../shared/ids"
import { readOptions } from "../../shared/options"
import { announceTrade, holdUnits, vaultsOf, refuseBlocked } from "./trade"
import { resolveContext, selfOf, sharedOf } from "../shared-inventories/permissions"
import { nameKey } from "../common/names"
import { inTradingTransaction } from "../common/trading-transaction"
import { shortOfUnits } from "../vaults/move"

export interface Proposal {
  customer_id: string
  /** Who the initiator acts for. */
  context: string
  others: readonly Owner[]
  /** By position, initiator first; each gives to the next, the last to the first. */
  gives: readonly (readonly UnitsOf[])[]
  message?: string
  /** Seconds. */
  expires_in?: number
  /** The caller's `Idempotency-Key`. */
  idempotency_key?: string
}

/**
 * Proposes a trade and holds the initiator's units, or does neither.
 * @returns the trade's id; for a retry with the same idempotency key, that of the first attempt.
 * @throws HoldfastError `FORBIDDEN`, `NOT_FOUND`, `LIMIT_REACHED`, `INSUFFICIENT_STOCK` with each
 * short item, `NOT_TRADABLE`, `SHARED_INVENTORY_CLOSED`, `IDEMPOTENCY_KEY_REUSED`, `INVALID_DATA`.
 */
export async function propose(container: MedusaContainer, proposal: Proposal): Promise<string> {
  const { id, isNew } = await inTradingTransaction(container, (rows, tx) =>
    write(rows, tx, proposal, null)
  )
  if (isNew) await announceTrade(container, "proposed", id, proposal.customer_id)
  return id
}

/** `propose` inside a transaction. */
export async function write(
  rows: TradingRows,
  tx: LedgerTransaction,
  proposal: Proposal,
  counter_of: string | null
): Promise<{ id: string; isNew: boolean }> {
  const { customer_id } = proposal
  const { trading } = readOptions()
  // One proposal per customer at a time: its cap and its key are checked before it is written.
  await rows.lockProposer(customer_id)
  const replay = await findReplay(rows, proposal, counter_of)
  if (replay) return { id: replay, isNew: false }
  const initiator = await resolveContext(rows, customer_id, proposal.context, "trade", {
    lock: true,
  })
  const owners = [initiator, ...proposal.others]
  if (new Set(owners.map(nameKey)).size < owners.length) {
    throw new HoldfastError(
      "INVALID_DATA",
      "A trade needs different sides; this one names the same side twice."
    )
  }
  refuseBlocked(proposal.gives.flat())
  if ((await rows.countOpenTrades(customer_id)) >= trading.openTradesMax) {
    throw new HoldfastError(
      "LIMIT_REACHED",
      `You have reached the limit of ${trading.openTradesMax} open trades. Cancel one or wait for an answer.`,
      { limit: trading.openTradesMax }
    )
  }
  const expires_in = proposal.expires_in ?? trading.expiresInSeconds
  const trade = {
    id: createId("hftrade"),
    kind: owners.length === 2 ? ("direct" as const) : ("ring" as const),
    created_by: customer_id,
    message: proposal.message || null,
    expires_in,
    counter_of,
    idempotency: toIdempotency(proposal, counter_of),
    parties: owners.map((owner, position) => ({ owner, position })),
    legs: proposal.gives.flatMap((items, from_position) =>
      items.map((item) => ({
        ...item,
        from_position,
        to_position: (from_position + 1) % owners.length,
      }))
    ),
  }
  await rows.insertTrade(trade)
  const parties = owners.map((owner, position) => ({
    position,
    owner,
    confirmed_by: null,
    confirmed_at: null,
    gives: trade.legs.filter((leg) => leg.from_position === position),
  }))
  const [first] = parties
  if (!first) throw new Error("A trade without an initiator")
  const own = vaultsOf({ parties }).filter(
    (vault) => vault.owner.type === initiator.type && vault.owner.id === initiator.id
  )
  const held = await holdUnits(tx, trade, [first], await tx.lockVaults(own), expires_in)
  if (held.outcome === "short") throw shortOfUnits(held.short)
  await rows.confirmParties(trade.id, [0], customer_id)
  return { id: trade.id, isNew: true }
}

/** The trade of an earlier attempt. @throws HoldfastError `IDEMPOTENCY_KEY_REUSED`. */
export async function findReplay(
  rows: TradingRows,
  proposal: Proposal,
  counter_of: string | null
): Promise<string | undefined> {
  const idempotency = toIdempotency(proposal, counter_of)
  const first = idempotency && (await rows.findByKey(proposal.customer_id, idempotency.key))
  if (!first) return undefined
  if (first.request_hash === idempotency.request_hash) return first.id
  throw new HoldfastError(
    "IDEMPOTENCY_KEY_REUSED",
    "This Idempotency-Key was used for another trade. Please use a new one."
  )
}

/** @throws HoldfastError `NOT_FOUND`, the same for archived, unknown and hidden ones. */
export async function findTargets(
  container: MedusaContainer,
  targets: readonly TradeTarget[]
): Promise<Owner[]> {
  const owners = targets.map((target) =>
    "customer_id" in target ? selfOf(target.customer_id) : sharedOf(target.shared_inventory_id)
  )
  const idsOf = (type: Owner["type"]): string[] =>
    owners.filter((owner) => owner.type === type).map((owner) => owner.id)
  const [customers, inventories] = await Promise.all([
    container
      .resolve(Modules.CUSTOMER)
      .listCustomers({ id: idsOf("customer"), has_account: true }, { select: ["id"] }),
    tradingOf(container).listSharedInventories(
      { id: idsOf("shared_inventory"), status: "active" },
      { select: ["id"] }
    ),
  ])
  const known = new Set([...customers, ...inventories].map((found) => found.id))
  const lost = owners.find((owner) => !known.has(owner.id))
  if (lost) throw new HoldfastError("NOT_FOUND", `There is no trading partner ${lost.id}.`)
  return owners
}

function toIdempotency(
  { idempotency_key, context, others, gives, message, expires_in }: Proposal,
  counter_of: string | null
): { key: string; request_hash: string } | null {
  if (!idempotency_key) return null
  return {
    key: idempotency_key,
    request_hash: hashOf([context, others, gives, message, expires_in, counter_of]),
  }
}
