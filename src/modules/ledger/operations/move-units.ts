import {
  ZERO,
  add,
  atLeastZero,
  compare,
  isPositive,
  min,
  negate,
  subtract,
  type Quantity,
} from "../../../shared/quantity"
import { vaultKey } from "../vault-key"
import type { Executor } from "../../../shared/executor"
import { expireDueIn } from "./expire-due"
import { lockKeys, lockPools } from "./row-locks"
import type { Actor, HoldChange, PoolRow } from "./rows"
import { ensureVaults, type VaultRef } from "./vaults"

/** Units of a variant from one vault to another; without `from` a credit, without `to` a debit. */
export interface Movement {
  variant_id: string
  from?: VaultRef["owner"]
  to?: VaultRef["owner"]
  /** Whole units, positive. */
  quantity: Quantity
  /** An order line, a trade or a grant. */
  reference: string
  /** The movement happens once under this key. */
  idempotency_key?: string
  /** Takes what is free, if that is less: for a debit that must not fail. */
  partial?: true
}

export interface ShortVault extends VaultRef {
  asked: Quantity
  /** Units that are not held. */
  available: Quantity
}

export type MoveResult =
  | {
      outcome: "moved"
      /** In order: what moved. Zero for a known key, or a partial debit that found nothing. */
      moved: Quantity[]
      /** In order: the key was known, and nothing was done again. */
      replayed: boolean[]
      changes: HoldChange[]
    }
  | { outcome: "short"; vaults: ShortVault[] }

/**
 * Moves units between vaults, all or none. Units must be free (not held) before anything is given,
 * so no unit is passed on twice. The one writer of a vault's quantity: I6 is kept here.
 */
export async function moveUnits(
  executor: Executor,
  movements: readonly Movement[],
  by: { actor: Actor; reason: string }
): Promise<MoveResult> {
  await lockKeys(
    executor,
    movements.flatMap((movement) => movement.idempotency_key ?? [])
  )
  const known = await findKnown(executor, movements)
  const open = movements.filter((movement) => !known.has(movement.idempotency_key ?? ""))
  const poolIds = await ensureVaults(executor, open.flatMap(refsOf))
  const ids = [...poolIds.values()]
  await lockPools(executor, ids)
  const changes = await clearDue(executor, ids)
  const pools = await lockPools(executor, ids)

  const poolOf = (owner: VaultRef["owner"] | undefined, variant_id: string): PoolRow | undefined =>
    owner && pools.get(poolIds.get(vaultKey({ owner, variant_id })) ?? "")
  const free = new Map(
    [...pools].map(([id, pool]) => [id, atLeastZero(subtract(pool.quantity ?? ZERO, pool.held))])
  )
  const asked = new Map<string, Quantity>()
  const moved = new Map<Movement, Quantity>()
  for (const movement of open) {
    const from = poolOf(movement.from, movement.variant_id)
    if (!from) {
      moved.set(movement, movement.quantity)
      continue
    }
    const left = subtract(free.get(from.id) ?? ZERO, asked.get(from.id) ?? ZERO)
    const quantity = movement.partial
      ? min(movement.quantity, atLeastZero(left))
      : movement.quantity
    asked.set(from.id, add(asked.get(from.id) ?? ZERO, quantity))
    moved.set(movement, quantity)
  }
  const short = shortVaults(open, asked, free, poolOf)
  if (short.length) return { outcome: "short", vaults: short }
  await write(executor, toLegs(open, moved, poolOf), by)
  return {
    outcome: "moved",
    moved: movements.map((movement) => moved.get(movement) ?? ZERO),
    replayed: movements.map((movement) => known.has(movement.idempotency_key ?? "")),
    changes,
  }
}

/** Due holds of a vault that one statement clears. */
const CLEAR_ROUND = 500

/** Due holds count for nobody: clear them before the vaults' counters are read. */
async function clearDue(executor: Executor, poolIds: readonly string[]): Promise<HoldChange[]> {
  const changes: HoldChange[] = []
  for (;;) {
    const cleared = await expireDueIn(executor, poolIds, CLEAR_ROUND)
    changes.push(...cleared)
    if (cleared.length < CLEAR_ROUND) return changes
  }
}

const refsOf = ({ from, to, variant_id }: Movement): VaultRef[] =>
  [from, to].flatMap((owner) => (owner ? [{ owner, variant_id }] : []))

function shortVaults(
  movements: readonly Movement[],
  asked: ReadonlyMap<string, Quantity>,
  free: ReadonlyMap<string, Quantity>,
  poolOf: (owner: VaultRef["owner"] | undefined, variant_id: string) => PoolRow | undefined
): ShortVault[] {
  const short = new Map<string, ShortVault>()
  for (const { from, variant_id } of movements) {
    const pool = poolOf(from, variant_id)
    if (!pool || !from) continue
    const [wanted, available] = [asked.get(pool.id) ?? ZERO, free.get(pool.id) ?? ZERO]
    if (compare(wanted, available) > 0)
      short.set(pool.id, { owner: from, variant_id, asked: wanted, available })
  }
  return [...short.values()]
}

interface Leg {
  pool_id: string
  kind: "credited" | "debited" | "received" | "given"
  /** Signed. */
  quantity: Quantity
  reference: string
  idempotency_key: string | null
}

function toLegs(
  movements: readonly Movement[],
  moved: ReadonlyMap<Movement, Quantity>,
  poolOf: (owner: VaultRef["owner"] | undefined, variant_id: string) => PoolRow | undefined
): Leg[] {
  return movements.flatMap((movement): Leg[] => {
    const quantity = moved.get(movement) ?? ZERO
    const { reference } = movement
    const key = movement.idempotency_key ?? null
    const from = poolOf(movement.from, movement.variant_id)
    const to = poolOf(movement.to, movement.variant_id)
    // A partial debit that found nothing is written too: its key must be known from now on.
    if (!isPositive(quantity) && !key) return []
    return [
      ...(from
        ? [
            {
              pool_id: from.id,
              kind: to ? ("given" as const) : ("debited" as const),
              quantity: negate(quantity),
              reference,
              idempotency_key: key,
            },
          ]
        : []),
      ...(to
        ? [
            {
              pool_id: to.id,
              kind: from ? ("received" as const) : ("credited" as const),
              quantity,
              reference,
              idempotency_key: from ? null : key,
            },
          ]
        : []),
    ]
  })
}

async function write(
  executor: Executor,
  legs: readonly Leg[],
  by: { actor: Actor; reason: string }
): Promise<void> {
  if (!legs.length) return
  await executor.query(
    `with legs as (
       select * from unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $5::text[])
         as t(pool_id, kind, quantity, reference, key)
     ), changed as (
       update holdfast_pool p
       set quantity = p.quantity + s.quantity, version = p.version + 1, updated_at = clock_timestamp()
       from (select pool_id, sum(quantity) as quantity from legs group by pool_id) s
       where p.id = s.pool_id
     )
     insert into holdfast_entry (kind, pool_id, quantity, actor, reason, reference, idempotency_key)
     select kind, pool_id, quantity, $6, $7, reference, key from legs`,
    [
      legs.map((leg) => leg.pool_id),
      legs.map((leg) => leg.kind),
      legs.map((leg) => leg.quantity),
      legs.map((leg) => leg.reference),
      legs.map((leg) => leg.idempotency_key),
      by.actor,
      by.reason,
    ]
  )
}

async function findKnown(executor: Executor, movements: readonly Movement[]): Promise<Set<string>> {
  const keys = movements.flatMap((movement) => movement.idempotency_key ?? [])
  if (!keys.length) return new Set()
  const { rows } = await executor.query<{ idempotency_key: string }>(
    `select idempotency_key from holdfast_entry where idempotency_key = any($1)`,
    [keys]
  )
  return new Set(rows.map((row) => row.idempotency_key))
}
