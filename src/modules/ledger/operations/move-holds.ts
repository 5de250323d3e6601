import type { Executor } from "../../../shared/executor"
import type { Move } from "./plan-moves"
import type { Actor, HoldChange } from "./rows"

/** Moves whole holds to other pools. The caller has locked the pools on both sides. */
export async function moveHolds(
  executor: Executor,
  moves: readonly Move[],
  by: { actor: Actor; reason: string }
): Promise<HoldChange[]> {
  if (!moves.length) return []
  const { rows } = await executor.query<HoldChange>(
    `with wanted as (
       select h.id, h.pool_id as from_pool, m.to_pool, h.quantity
       from unnest($1::text[], $2::text[]) as m(id, to_pool) join holdfast_hold h on h.id = m.id
       where h.status = 'active' and h.pool_id <> m.to_pool
     ), moved as (
       update holdfast_hold h set pool_id = w.to_pool, version = h.version + 1, updated_at = clock_timestamp()
       from wanted w where h.id = w.id
       returning h.id, h.quantity, w.from_pool, w.to_pool, h.holder_type, h.holder_id, h.cart_id, h.order_id
     ), sides as (
       select from_pool as pool_id, -quantity as quantity, id, holder_type, holder_id from moved
       union all select to_pool, quantity, id, holder_type, holder_id from moved
     ), counted as (
       update holdfast_pool p set held = p.held + s.quantity, version = p.version + 1, updated_at = clock_timestamp()
       from (select pool_id, sum(quantity) as quantity from sides group by pool_id) s where p.id = s.pool_id
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select 'moved', pool_id, id, quantity, holder_type, holder_id, $3, $4 from sides
     )
     select 'moved' as kind, id as hold_id, to_pool as pool_id, quantity::text, cart_id, order_id from moved`,
    [moves.map((move) => move.hold_id), moves.map((move) => move.to_pool_id), by.actor, by.reason]
  )
  return rows
}
