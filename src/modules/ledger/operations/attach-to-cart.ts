import type { Executor } from "../../../shared/executor"
import { LIVE_AND_IDLE } from "./predicates"

/** Puts a holder's live drop holds into a cart, and returns the ids of those that moved. */
export async function attachToCart(
  executor: Executor,
  input: { holder: { type: string; id: string }; variant_ids: readonly string[]; cart_id: string }
): Promise<string[]> {
  const { rows } = await executor.query<{ id: string }>(
    `update holdfast_hold h set cart_id = $4, version = h.version + 1, updated_at = clock_timestamp()
     from holdfast_pool p
     where p.id = h.pool_id and p.kind = 'drop' and p.counted_id = any($3)
       and h.holder_type = $1 and h.holder_id = $2 and ${LIVE_AND_IDLE}
       and h.cart_id is distinct from $4
     returning h.id`,
    [input.holder.type, input.holder.id, [...input.variant_ids], input.cart_id]
  )
  return rows.map((row) => row.id)
}
