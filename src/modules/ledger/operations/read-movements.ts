import type { Owner } from "../../../contracts/vaults"
import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"

/** Units moved into or out of one vault under one reference: an order line, a trade, a grant. */
export interface MovedUnits {
  reference: string
  owner: Owner
  variant_id: string
  /** Into less out of the vault. */
  quantity: Quantity
  /** Entries. */
  movements: number
}

export async function readMovements(
  executor: Executor,
  references: readonly string[]
): Promise<MovedUnits[]> {
  if (!references.length) return []
  const { rows } = await executor.query<
    Omit<MovedUnits, "owner"> & { owner_type: Owner["type"]; owner_id: string }
  >(
    `select e.reference, p.owner_type, p.owner_id, p.counted_id as variant_id, sum(e.quantity)::text as quantity,
       count(*)::int as movements
     from holdfast_entry e join holdfast_pool p on p.id = e.pool_id
     where e.reference = any($1) and p.kind = 'vault'
     group by e.reference, p.owner_type, p.owner_id, p.counted_id order by e.reference, min(e.id)`,
    [[...references]]
  )
  return rows.map(({ owner_type, owner_id, ...row }) => ({
    ...row,
    owner: { type: owner_type, id: owner_id },
  }))
}
