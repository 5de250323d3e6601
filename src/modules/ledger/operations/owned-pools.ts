import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "./executor"
import { HOLD_COLUMNS, POOL_COLUMNS, type HoldRow, type HoldStatus, type PoolRow } from "./rows"

export interface OwnedPool extends PoolRow {
  /** Units of live holds; lapsed ones are free, whether tidied or not. */
  live: Quantity
}

/** A hold, and who owns its pool. */
export type OwnedHold = HoldRow & { owner_id: string }

/**
 * The set-aside pools of some owners (drops, shared inventories), with what is held in them now;
 * vaults are not among them.
 */
export async function listOwnedPools(
  executor: Executor,
  ownerType: string,
  ownerIds: readonly string[]
): Promise<OwnedPool[]> {
  const { rows } = await executor.query<OwnedPool>(
    `select ${POOL_COLUMNS}, coalesce((
       select sum(h.quantity) from holdfast_hold h
       where h.pool_id = p.id and h.status = 'active'
         and (h.expires_at > clock_timestamp() or h.completing_at is not null)), 0)::text as live
     from holdfast_pool p where p.owner_type = $1 and p.owner_id = any($2) and p.kind <> 'vault' order by p.id`,
    [ownerType, [...ownerIds]]
  )
  return rows
}

/** Rules of a pool that its owner may change. */
export async function setPoolRules(
  executor: Executor,
  poolId: string,
  rules: {
    opens_at: Date | null
    closes_at: Date | null
    closed: boolean
    limit_per_holder: Quantity | null
  }
): Promise<void> {
  await executor.query(
    `update holdfast_pool
     set opens_at = $2, closes_at = $3, closed = $4, limit_per_holder = $5, updated_at = clock_timestamp()
     where id = $1`,
    [poolId, rules.opens_at, rules.closes_at, rules.closed, rules.limit_per_holder]
  )
}

/**
 * Live holds of set-aside pools that lie in a cart: its own units of limited releases and of shared
 * inventories.
 */
export async function listSetAsideHoldsOfCart(
  executor: Executor,
  cartId: string
): Promise<OwnedHold[]> {
  const { rows } = await executor.query<OwnedHold>(
    `select ${HOLD_COLUMNS}, p.owner_id from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.cart_id = $1 and h.status = 'active' and p.kind in ('drop', 'shared') and h.expires_at > clock_timestamp()
     order by h.id`,
    [cartId]
  )
  return rows
}

/**
 * Puts a holder's live drop holds of some variants into a cart, where they lie in none yet or in
 * another one of the same holder. @returns the ids of the holds that moved.
 */
export async function attachToCart(
  executor: Executor,
  input: { holder: { type: string; id: string }; variant_ids: readonly string[]; cart_id: string }
): Promise<string[]> {
  const { rows } = await executor.query<{ id: string }>(
    `update holdfast_hold h set cart_id = $4, version = h.version + 1, updated_at = clock_timestamp()
     from holdfast_pool p
     where p.id = h.pool_id and p.kind = 'drop' and p.counted_id = any($3)
       and h.holder_type = $1 and h.holder_id = $2 and h.status = 'active'
       and h.expires_at > clock_timestamp() and h.completing_at is null
       and h.cart_id is distinct from $4
     returning h.id`,
    [input.holder.type, input.holder.id, [...input.variant_ids], input.cart_id]
  )
  return rows.map((row) => row.id)
}

/**
 * What became of a hold, by the clock: one whose time ran out is expired, whether or not its row
 * was tidied.
 */
const OUTCOME = `case when h.status = 'active' and h.expires_at <= clock_timestamp() and h.completing_at is null
  then 'expired' else h.status end`

/** A page of the holds of some pools, newest first, and how many there are over all pages. */
export async function listHoldsOfPool(
  executor: Executor,
  poolIds: readonly string[],
  page: { status?: HoldStatus; limit: number; offset: number }
): Promise<{ holds: HoldRow[]; count: number }> {
  const chosen = `h.pool_id = any($1) and ($2::text is null or ${OUTCOME} = $2)`
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where ${chosen} order by h.created_at desc, h.id desc limit $3 offset $4`,
    [[...poolIds], page.status ?? null, page.limit, page.offset]
  )
  const { rows: counts } = await executor.query<{ count: string }>(
    `select count(*)::text as count from holdfast_hold h where ${chosen}`,
    [[...poolIds], page.status ?? null]
  )
  return { holds: rows, count: Number(counts[0]?.count ?? 0) }
}

/** Holders with an active or consumed hold in a pool. */
export async function listHolderIds(executor: Executor, poolId: string): Promise<string[]> {
  const { rows } = await executor.query<{ holder_id: string }>(
    `select distinct holder_id from holdfast_hold where pool_id = $1 and status in ('active', 'consumed')`,
    [poolId]
  )
  return rows.map((row) => row.holder_id)
}

/** All holds of a holder in drop pools, newest first. */
export async function listDropHoldsOfHolder(
  executor: Executor,
  holder: { type: string; id: string },
  limit: number
): Promise<OwnedHold[]> {
  const { rows } = await executor.query<OwnedHold>(
    `select ${HOLD_COLUMNS}, p.owner_id from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.holder_type = $1 and h.holder_id = $2 and p.kind = 'drop'
     order by h.created_at desc, h.id desc limit $3`,
    [holder.type, holder.id, limit]
  )
  return rows
}

/** In the order of the ids; undefined where there is none. */
export async function findHolds(
  executor: Executor,
  holdIds: readonly string[]
): Promise<(OwnedHold | undefined)[]> {
  const { rows } = await executor.query<OwnedHold>(
    `select ${HOLD_COLUMNS}, p.owner_id from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.id = any($1)`,
    [[...holdIds]]
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return holdIds.map((id) => byId.get(id))
}

/**
 * Pools that are closed and still larger than what is held, or that expose units which have been
 * idle for a while.
 */
export async function listUntidyPools(
  executor: Executor,
  idleSeconds: number,
  limit: number
): Promise<{ id: string; closed: boolean }[]> {
  const { rows } = await executor.query<{ id: string; closed: boolean }>(
    `select p.id, p.closed from holdfast_pool p
     where p.kind in ('drop', 'shared') and ((p.closed and p.quantity > 0) or exists (
       select 1 from holdfast_allotment a where a.pool_id = p.id and a.exposed > 0
         and a.updated_at < clock_timestamp() - make_interval(secs => $1)))
     order by p.id limit $2`,
    [idleSeconds, limit]
  )
  return rows
}

/** Owners of pools by id; a pool's owner never changes, so the answer may be kept. */
export async function readOwners(
  executor: Executor,
  poolIds: readonly string[]
): Promise<{ id: string; kind: string; owner_id: string }[]> {
  const { rows } = await executor.query<{ id: string; kind: string; owner_id: string }>(
    `select id, kind, owner_id from holdfast_pool where id = any($1)`,
    [[...poolIds]]
  )
  return rows
}
