import type { MedusaContainer } from "@medusajs/framework/types"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import type { UnitsOf, Owner, ShortUnits } from "../../contracts/vaults"
import { toQuantity } from "../../shared/quantity"
import { selfOf, sharedOf, checkMay, lockMay } from "../shared-inventories/permissions"
import { inTradingTransaction } from "../common/trading-transaction"
import type { InventoryRef } from "../shared-inventories/inventories"
import { emit } from "../common/emit"
import { tradingOf } from "../container"
import type { AdminMoveUnitsBody } from "../../contracts/admin-vaults"
import { HoldfastError } from "../../shared/errors"
import { hashOf } from "../../shared/hash"
import { findCustomers } from "../common/customers"
import { findVariants } from "../common/variants"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import { createId } from "../../shared/ids"

/**
 * Moves units between a member's own vault and the shared one, all or none. The standing is locked
 * with the units: a member being removed moves them before that, or not at all.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK`,
 * `IDEMPOTENCY_KEY_REUSED`.
 */
export async function transferUnits(
  container: MedusaContainer,
  verb: "deposit" | "withdraw",
  { customer_id, shared_inventory_id }: InventoryRef,
  request: { items: readonly UnitsOf[]; idempotency_key: string | undefined }
): Promise<void> {
  const [mine, shared] = [selfOf(customer_id), sharedOf(shared_inventory_id)]
  const [from, to] = verb === "deposit" ? [mine, shared] : [shared, mine]
  const items = sorted(request.items)
  await checkMay(container, customer_id, verb, shared_inventory_id)
  const { reference, replayed } = await inTradingTransaction(container, async (rows, tx) => {
    const me = await lockMay(rows, customer_id, verb, shared_inventory_id)
    return moveOnce(
      tx,
      {
        verb,
        asker: customer_id,
        idempotency_key: request.idempotency_key,
        body: { shared_inventory_id, items },
      },
      items.map(({ variant_id, quantity }) => ({
        variant_id,
        from,
        to,
        quantity: toQuantity(quantity),
      })),
      {
        actor: "shopper",
        reason: `${verb === "deposit" ? "deposited into" : "withdrawn from"} ${shared_inventory_id} by ${me.member_id}`,
      }
    )
  })
  if (replayed) return
  const variant_ids = items.map((item) => item.variant_id)
  const data = { reference, from, to, variant_ids }
  await emit(container, [{ name: TRADING_EVENTS.vaultTransferred, data }])
}

/** The same items in another order are the same request. */
export function sorted(items: readonly UnitsOf[]): UnitsOf[] {
  return [...items]
    .sort((a, b) => (a.variant_id < b.variant_id ? -1 : 1))
    .map(({ variant_id, quantity }) => ({ variant_id, quantity }))
}

/** All staff share one space of idempotency keys. */
const ASKER = "admin"

/**
 * The merchant grants units to a vault or debits free ones, also of a frozen or archived shared
 * inventory. The owner sees the reason in the journal.
 * @throws HoldfastError for a grant `NOT_FOUND` (owner), `INVALID_DATA` (variants); for a debit
 * `INSUFFICIENT_STOCK`; for both `IDEMPOTENCY_KEY_REUSED`.
 */
export async function moveByMerchant(
  container: MedusaContainer,
  verb: "grant" | "debit",
  body: AdminMoveUnitsBody & { idempotency_key: string | undefined }
): Promise<void> {
  const { owner, reason, idempotency_key } = body
  const items = sorted(body.items)
  const variant_ids = items.map((item) => item.variant_id)
  if (verb === "grant") {
    await assertOwnerExists(container, owner)
    await assertVariantsExist(container, variant_ids)
  }
  const [from, to] = verb === "grant" ? [null, owner] : [owner, null]
  const { reference, replayed } = await inTradingTransaction(container, (_, tx) =>
    moveOnce(
      tx,
      { verb, asker: ASKER, idempotency_key, body: { owner, items, reason } },
      items.map(({ variant_id, quantity }) => ({
        variant_id,
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
        quantity: toQuantity(quantity),
      })),
      { actor: "admin", reason }
    )
  )
  if (replayed) return
  const { vaultCredited, vaultDebited } = TRADING_EVENTS
  const data = { reference, from, to, variant_ids }
  await emit(container, [{ name: verb === "grant" ? vaultCredited : vaultDebited, data }])
}

/** @throws HoldfastError `NOT_FOUND`. */
async function assertOwnerExists(container: MedusaContainer, owner: Owner): Promise<void> {
  const isKnown =
    owner.type === "customer"
      ? (await findCustomers(container, [owner.id])).size > 0
      : (await tradingOf(container).listSharedInventories({ id: [owner.id] }, { take: 1 })).length >
        0
  if (isKnown) return
  const what = owner.type === "customer" ? "customer" : "shared inventory"
  throw new HoldfastError("NOT_FOUND", `There is no ${what} ${owner.id}.`)
}

async function assertVariantsExist(
  container: MedusaContainer,
  ids: readonly string[]
): Promise<void> {
  const known = await findVariants(container, ids)
  const unknown = ids.filter((id) => !known.has(id))
  if (!unknown.length) return
  throw new HoldfastError("INVALID_DATA", `There is no variant ${unknown.join(", ")}.`, {
    variant_ids: unknown,
  })
}

export interface MoveRequest {
  verb: "deposit" | "withdraw" | "grant" | "debit"
  /** Whose space of idempotency keys it is. */
  asker: string
  idempotency_key: string | undefined
  /** The whole request: the same key with another body is an error. */
  body: object
}

/**
 * Moves units once per idempotency key. The journal's `reference` is a hash of key and body, so the
 * journal itself knows whether a key was used, and for what. @returns whether it is a replay.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with every short item, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function moveOnce(
  tx: LedgerTransaction,
  request: MoveRequest,
  movements: readonly Omit<Movement, "reference" | "idempotency_key">[],
  by: Parameters<LedgerTransaction["moveUnits"]>[1]
): Promise<{ reference: string; replayed: boolean }> {
  const { verb, asker, idempotency_key, body } = request
  const key = idempotency_key && hashOf([asker, idempotency_key])
  const reference = key ? `${verb}_${hashOf([key, verb, body])}` : createId(verb)
  if (key) {
    const before = await tx.lockMovementKey(keyOf(key, 0))
    if (before === reference) return { reference, replayed: true }
    if (before !== undefined) {
      throw new HoldfastError(
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request. Please use a new one."
      )
    }
  }
  const result = await tx.moveUnits(
    movements.map((movement, index) => ({
      ...movement,
      reference,
      ...(key ? { idempotency_key: keyOf(key, index) } : {}),
    })),
    by
  )
  if (result.outcome === "short") {
    throw shortOfUnits(
      result.vaults.map(({ variant_id, asked, available }) => ({
        variant_id,
        asked: Number(asked),
        available: Number(available),
      }))
    )
  }
  return { reference, replayed: false }
}

/** The first movement's key marks the request as done. */
const keyOf = (request: string, index: number): string => `move_${request}_${index}`

export function shortOfUnits(short: readonly ShortUnits[]): HoldfastError {
  const parts = short.map(
    ({ variant_id, asked, available }) =>
      `variant ${variant_id}: ${asked} requested, ${available} available`
  )
  return new HoldfastError(
    "INSUFFICIENT_STOCK",
    `There are not enough free units (${parts.join("; ")}). Reduce the quantities, or release units that pending trades hold.`,
    { lines: short.map(({ variant_id, asked, available }) => ({ variant_id, asked, available })) }
  )
}
