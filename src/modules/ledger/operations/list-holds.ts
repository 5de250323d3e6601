import type { Executor } from "./executor"
import { HOLD_COLUMNS, type Holder, type HoldRow } from "./rows"

/** Those of some carts that ever held anything, newest first. */
export async function findCartsEverHeld(
  executor: Executor,
  cartIds: readonly string[]
): Promise<string[]> {
  if (!cartIds.length) return []
  const { rows } = await executor.query<{ cart_id: string }>(
    `select cart_id from holdfast_hold where cart_id = any($1) group by cart_id order by max(created_at) desc`,
    [[...cartIds]]
  )
  return rows.map((row) => row.cart_id)
}

/**
 * The active holds of a cart, whoever their holder is: those of the shop, and those of drops. Takes
 * no lock.
 */
export async function listHoldsOfCart(executor: Executor, cartId: string): Promise<HoldRow[]> {
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.status = 'active' and h.cart_id = $1 order by h.created_at, h.id`,
    [cartId]
  )
  return rows
}

/**
 * The active holds of a cart, and those of its customer in drops that may lie elsewhere; due ones
 * included and marked. Takes no lock.
 */
export async function listHoldsAround(
  executor: Executor,
  cart: { id: string; customer_id: string | null }
): Promise<HoldRow[]> {
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from (
       select * from holdfast_hold where cart_id = $1 and status = 'active'
       union
       select * from holdfast_hold where holder_type = 'customer' and holder_id = $2 and status = 'active'
     ) h join holdfast_pool p on p.id = h.pool_id
     where h.cart_id = $1 or p.kind = 'drop'
     order by h.created_at, h.id`,
    [cart.id, cart.customer_id]
  )
  return rows
}

/** The active holds of some holders, due ones included and marked as such. Takes no lock. */
export async function listActiveHolds(
  executor: Executor,
  holders: readonly Holder[]
): Promise<HoldRow[]> {
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.status = 'active' and (h.holder_type, h.holder_id) in (select * from unnest($1::text[], $2::text[]))
     order by h.created_at, h.id`,
    [holders.map((holder) => holder.type), holders.map((holder) => holder.id)]
  )
  return rows
}

/** The live holds of some pools, newest first, those of a running completion left out. */
export async function listLiveHoldsOfPools(
  executor: Executor,
  poolIds: readonly string[]
): Promise<HoldRow[]> {
  const { rows } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
     where h.pool_id = any($1) and h.status = 'active' and h.expires_at > clock_timestamp()
       and h.completing_at is null
     order by h.created_at desc, h.id desc`,
    [[...poolIds]]
  )
  return rows
}
