import type { Executor } from "../../../shared/executor"
import { lockHolds } from "./row-locks"
import type { Actor, HoldChange } from "./rows"

/** Marks live holds that lack units (or removes the mark). Returns the newly marked ones. */
export async function flagAtRisk(
  executor: Executor,
  holdIds: readonly string[],
  by: { actor: Actor; reason: string; at_risk: boolean }
): Promise<HoldChange[]> {
  const holds = await lockHolds(executor, { hold_ids: holdIds })
  const { rows } = await executor.query<HoldChange>(
    `with flagged as (
       update holdfast_hold set at_risk_at = case when $4 then clock_timestamp() end, updated_at = clock_timestamp()
       where id = any($1) and status = 'active' and (at_risk_at is null) = $4
       returning id, pool_id, quantity, holder_type, holder_id, cart_id, order_id
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select 'flagged', pool_id, id, 0, holder_type, holder_id, $2, $3 from flagged
     )
     select 'flagged' as kind, id as hold_id, pool_id, quantity::text, cart_id, order_id from flagged`,
    [holds.map((hold) => hold.id), by.actor, by.reason, by.at_risk]
  )
  return by.at_risk ? rows : []
}
