import { SIZE_KINDS } from "./audit"
import type { Executor } from "../../../shared/executor"
import { lockPools } from "./row-locks"

/** Repairs manual edits: the counter from active holds, a vault's quantity from its journal. */
export async function recount(executor: Executor, poolId: string): Promise<void> {
  await lockPools(executor, [poolId])
  await executor.query(
    `with holds as (
       select coalesce(sum(quantity), 0) as quantity from holdfast_hold where pool_id = $1 and status = 'active'
     ), journal as (
       select coalesce(sum(quantity) filter (where kind not in ${SIZE_KINDS}), 0) as held,
         coalesce(sum(quantity) filter (where kind in ${SIZE_KINDS}), 0) as quantity
       from holdfast_entry where pool_id = $1
     ), counted as (
       update holdfast_pool p
       set held = holds.quantity, version = version + 1, updated_at = clock_timestamp(),
         quantity = case p.kind when 'vault' then greatest(holds.quantity, journal.quantity) else p.quantity end
       from holds, journal where p.id = $1
     )
     insert into holdfast_entry (kind, pool_id, quantity, actor, reason)
     select 'recounted', $1, holds.quantity - journal.held, 'admin', 'reconcile recounted the pool'
     from holds, journal where holds.quantity <> journal.held`,
    [poolId]
  )
}
