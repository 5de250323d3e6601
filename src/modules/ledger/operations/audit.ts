import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"
import { listHolds } from "./list-holds"
import type { HoldRow } from "./rows"

/** Entries that change a pool's size, not what is held in it. */
export const SIZE_KINDS = `('resized', 'credited', 'debited', 'received', 'given')`

export interface LedgerAudit {
  /** Invariant I1: pools whose counter differs from their active holds or their journal. */
  miscounted: { pool_id: string; held: Quantity; holds: Quantity; journal: Quantity }[]
  /** Invariant I6: vaults whose quantity differs from their journal. */
  unbalanced: { pool_id: string; quantity: Quantity; journal: Quantity }[]
  /** Every active hold, due ones included. */
  active: HoldRow[]
}

/** Reads the ledger in one snapshot and checks it against itself. */
export async function audit(executor: Executor): Promise<LedgerAudit> {
  await executor.query(`set transaction isolation level repeatable read`)
  const miscounted = await executor.query<LedgerAudit["miscounted"][number]>(
    `with holds as (
       select pool_id, sum(quantity) as quantity from holdfast_hold where status = 'active' group by pool_id
     ), journal as (
       select pool_id, sum(quantity) as quantity from holdfast_entry where kind not in ${SIZE_KINDS} group by pool_id
     )
     select p.id as pool_id, p.held::text, coalesce(h.quantity, 0)::text as holds, coalesce(j.quantity, 0)::text as journal
     from holdfast_pool p left join holds h on h.pool_id = p.id left join journal j on j.pool_id = p.id
     where p.held <> coalesce(h.quantity, 0) or p.held <> coalesce(j.quantity, 0)
     order by p.id`
  )
  const unbalanced = await executor.query<LedgerAudit["unbalanced"][number]>(
    `select p.id as pool_id, p.quantity::text, coalesce(sum(e.quantity), 0)::text as journal
     from holdfast_pool p left join holdfast_entry e on e.pool_id = p.id and e.kind in ${SIZE_KINDS}
     where p.kind = 'vault' group by p.id having p.quantity <> coalesce(sum(e.quantity), 0) order by p.id`
  )
  const active = await listHolds(executor, { state: "active" })
  return { miscounted: miscounted.rows, unbalanced: unbalanced.rows, active }
}
