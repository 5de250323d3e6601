import type { Executor } from "./executor"
import { HOLD_COLUMNS, type HoldRow, type PoolKind } from "./rows"

/** Left out: any. */
export interface LiveHoldFilters {
  inventory_item_id?: readonly string[]
  variant_id?: readonly string[]
  location_id?: readonly string[]
  cart_id?: readonly string[]
  holder_id?: readonly string[]
  pool_kind?: readonly PoolKind[]
  at_risk?: boolean
}

/**
 * A page of the holds that count now, newest first, and how many there are over all pages. For the
 * merchant's eyes.
 */
export async function listLiveHolds(
  executor: Executor,
  filters: LiveHoldFilters,
  page: { limit: number; offset: number }
): Promise<{ holds: HoldRow[]; count: number }> {
  const chosen = `holdfast_hold h join holdfast_pool p on p.id = h.pool_id
    where h.status = 'active' and (h.expires_at > statement_timestamp() or h.completing_at is not null)
      and ($1::text[] is null or (p.kind = 'level' and p.counted_id = any($1)))
      and ($2::text[] is null or (p.kind <> 'level' and p.counted_id = any($2)))
      and ($3::text[] is null or p.location_id = any($3))
      and ($4::text[] is null or h.cart_id = any($4))
      and ($5::text[] is null or h.holder_id = any($5))
      and ($6::text[] is null or p.kind = any($6))
      and ($7::boolean is null or (h.at_risk_at is not null) = $7)`
  const values = [
    filters.inventory_item_id ?? null,
    filters.variant_id ?? null,
    filters.location_id ?? null,
    filters.cart_id ?? null,
    filters.holder_id ?? null,
    filters.pool_kind ?? null,
    filters.at_risk ?? null,
  ]
  const { rows: holds } = await executor.query<HoldRow>(
    `select ${HOLD_COLUMNS} from ${chosen} order by h.created_at desc, h.id desc limit $8 offset $9`,
    [...values, page.limit, page.offset]
  )
  const { rows } = await executor.query<{ count: string }>(
    `select count(*)::text as count from ${chosen}`,
    values
  )
  return { holds, count: Number(rows[0]?.count ?? 0) }
}
