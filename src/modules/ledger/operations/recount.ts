import { SIZE_KINDS } from "./audit"
import type { Executor } from "./executor"
import { lockPools } from "./lock-pools"

/**
 * Sets a pool's counter to the sum of its active holds, and writes the difference to the journal.
 * Only for `reconcile`: the verbs keep the two equal, so a difference means that somebody wrote to
 * the tables by hand.
 */
export async function recount(executor: Executor, poolId: string): Promise<void> {
  await lockPools(executor, [poolId])
  await executor.query(
    `with holds as (
       select coalesce(sum(quantity), 0) as quantity from holdfast_hold where pool_id = $1 and status = 'active'
     ), journal as (
       select coalesce(sum(quantity), 0) as quantity from holdfast_entry where pool_id = $1 and kind not in ${SIZE_KINDS}
     ), counted as (
       update holdfast_pool p set held = holds.quantity, version = version + 1, updated_at = clock_timestamp()
       from holds where p.id = $1
     )
     insert into holdfast_entry (kind, pool_id, quantity, actor, reason)
     select 'recounted', $1, holds.quantity - journal.quantity, 'admin', 'reconcile recounted the pool'
     from holds, journal`,
    [poolId]
  )
}

/**
 * Sets a vault's quantity to the sum of its journal, never below what is held in it: the journal is
 * the audit trail, and a quantity that differs was written by hand.
 */
export async function recountVault(executor: Executor, poolId: string): Promise<void> {
  await lockPools(executor, [poolId])
  await executor.query(
    `update holdfast_pool p
     set quantity = greatest(p.held, (
       select coalesce(sum(quantity), 0) from holdfast_entry where pool_id = p.id and kind in ${SIZE_KINDS}
     )), version = version + 1, updated_at = clock_timestamp()
     where p.id = $1 and p.kind = 'vault'`,
    [poolId]
  )
}
