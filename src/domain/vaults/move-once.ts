import { createHash } from "node:crypto"
import type { Movement } from "../../modules/ledger/operations/move-units"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import { HoldfastError } from "../../shared/errors"
import { createId } from "../../shared/ids"
import { shortOfUnits } from "./short-units"

/** A request that moves units, as it came in. */
export interface MoveRequest {
  verb: "deposit" | "withdraw" | "grant" | "debit"
  /** Whose idempotency keys these are: two who choose the same key do not meet. */
  asker: string
  idempotency_key: string | undefined
  /** All that the request said; the same key with anything else in it is another request. */
  body: object
}

/**
 * Moves units, once under the request's key. The movement's name in the journal (`reference`) is a
 * hash of key and body, so the journal itself knows whether a key was used before, and for what.
 *
 * @returns `replayed` where that was done before: then nothing moves.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with every short item, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function moveOnce(
  tx: LedgerTransaction,
  request: MoveRequest,
  movements: readonly Omit<Movement, "reference" | "idempotency_key">[],
  by: Parameters<LedgerTransaction["moveUnits"]>[1]
): Promise<{ reference: string; replayed: boolean }> {
  const { verb, asker, idempotency_key, body } = request
  const key = idempotency_key && hash([asker, idempotency_key])
  const reference = key ? `${verb}_${hash([key, verb, body])}` : createId(verb)
  if (key) {
    const before = await tx.lockMovementKey(keyOf(key, 0))
    if (before === reference) return { reference, replayed: true }
    if (before !== undefined) {
      throw new HoldfastError(
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used before, for another request; take a new one for this."
      )
    }
  }
  const result = await tx.moveUnits(
    movements.map((one, index) => ({
      ...one,
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

/**
 * The first movement's key stands for the request: it has at least one, and the number of others
 * may differ.
 */
const keyOf = (request: string, index: number): string => `move_${request}_${index}`

const hash = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40)
