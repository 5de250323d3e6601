import type { Owner } from "../../src/contracts/vaults"
import { audit } from "../../src/modules/ledger/operations/audit"
import {
  moveUnits,
  type Movement,
  type MoveResult,
} from "../../src/modules/ledger/operations/move-units"
import { listPools } from "../../src/modules/ledger/operations/list-pools"
import type { LedgerDatabase } from "./ledger-database"
import { placeHold, request } from "./ledger-requests"

export const BY = { actor: "shopper", reason: "a test" } as const
export const ALICE: Owner = { type: "customer", id: "cus_alice" }
export const BOB: Owner = { type: "customer", id: "cus_bob" }
export const CLUB: Owner = { type: "shared_inventory", id: "hfinv_club" }
/** The same id as a customer's, and yet somebody else. */
export const NAMESAKE: Owner = { type: "shared_inventory", id: "cus_alice" }
export const CARD = "variant_card"
export const PAGE = "variant_page"

type Step = Omit<Movement, "reference"> & { reference?: string }

/** One transaction. */
export const move = (ledger: LedgerDatabase, ...steps: Step[]): Promise<MoveResult> =>
  ledger.tx((executor) =>
    moveUnits(
      executor,
      steps.map((step) => ({ reference: "a test", ...step })),
      BY
    )
  )

/** @throws where it is short. */
export async function moved(ledger: LedgerDatabase, ...steps: Step[]) {
  const result = await move(ledger, ...steps)
  if (result.outcome !== "moved") throw new Error(`short: ${JSON.stringify(result.vaults)}`)
  return result
}

export const give = (ledger: LedgerDatabase, to: Owner, quantity: string, variant_id = CARD) =>
  moved(ledger, { variant_id, to, quantity })

/** What somebody has of a variant. */
export async function unitsOf(
  ledger: LedgerDatabase,
  owner: Owner,
  variant_id = CARD
): Promise<{ quantity: string; held: string }> {
  const [vault] = await listPools(ledger.pool, { owner: [owner], variant_id: [variant_id] })
  return { quantity: vault?.quantity ?? "0", held: vault?.live ?? "0" }
}

/** Every unit of a variant, over all vaults. */
export async function totalOf(ledger: LedgerDatabase, variant_id = CARD): Promise<string> {
  const [row] = await ledger.rows<{ total: string }>(
    `select coalesce(sum(quantity), 0)::text as total from holdfast_pool where kind = 'vault' and counted_id = $1`,
    [variant_id]
  )
  return row?.total ?? "0"
}

export async function vaultId(
  ledger: LedgerDatabase,
  owner: Owner,
  variant = CARD
): Promise<string> {
  const [row] = await ledger.rows<{ id: string }>(
    `select id from holdfast_pool where kind = 'vault' and owner_type = $1 and owner_id = $2 and counted_id = $3`,
    [owner.type, owner.id, variant]
  )
  if (!row) throw new Error(`${owner.id} has no vault of ${variant}.`)
  return row.id
}

/** Promises units to a trade. @returns the hold's id. */
export async function promise(
  ledger: LedgerDatabase,
  owner: Owner,
  quantity: string
): Promise<string> {
  const pool_id = await vaultId(ledger, owner)
  const hold = await placeHold(
    ledger,
    request([{ pool_id, quantity }], { holder: { type: "trade", id: "hftrade_1" }, cart_id: null })
  )
  return hold.hold_id
}

/** Invariants I1 and I6 as `reconcile` asks for them. */
export async function contradictions(ledger: LedgerDatabase): Promise<unknown[]> {
  const { miscounted, unbalanced } = await ledger.tx(audit)
  return [...miscounted, ...unbalanced]
}
