import type { Executor } from "./executor"

export interface Turn {
  inventory_item_id: string
  cart_id: string
  /**
   * The attempt at completing that cart: two attempts at one cart exclude each other like those of
   * two carts.
   */
  owner: string
  /**
   * The cart's order will be reserved at another location than its hold: nobody may pass it before
   * it is settled.
   */
  keep_until_settled: boolean
}

/**
 * Tries to take the turn of some inventory items for one attempt at completing a cart: all of them,
 * or none. Returns the turns of others that are in the way; an empty list means that the cart has
 * its turn.
 *
 * Between reading its snapshot of the stock and reserving, Medusa's completion must not be crossed
 * by another one of the same item: it would pick a location that has just been emptied, or lose an
 * update of `reserved_quantity` when the lock provider knows one process only. A turn lapses by
 * itself, so a crash holds nobody up for long.
 */
export async function takeTurns(
  executor: Executor,
  input: { inventory_item_ids: readonly string[]; cart_id: string; owner: string; seconds: number }
): Promise<Turn[]> {
  const items = [...new Set(input.inventory_item_ids)].sort()
  const { rows: blocking } = await executor.query<Turn>(
    `select inventory_item_id, cart_id, owner, keep_until_settled from holdfast_turn
     where inventory_item_id = any($1) and owner <> $2 and expires_at > clock_timestamp()
     order by inventory_item_id for update`,
    [items, input.owner]
  )
  if (blocking.length) return blocking
  const { rows: taken } = await executor.query<{ inventory_item_id: string }>(
    `insert into holdfast_turn as t (inventory_item_id, cart_id, owner, taken_at, expires_at)
     select item, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4) from unnest($1::text[]) as item
     on conflict (inventory_item_id) do update
     set cart_id = excluded.cart_id, owner = excluded.owner, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
         keep_until_settled = t.owner = excluded.owner and t.keep_until_settled
     where t.owner = excluded.owner or t.expires_at <= clock_timestamp()
     returning inventory_item_id`,
    [items, input.cart_id, input.owner, input.seconds]
  )
  if (taken.length < items.length) throw new TurnRaceError()
  return []
}

/** Another cart took one of the turns between our look and our write: roll back and try again. */
export class TurnRaceError extends Error {
  readonly code = "40001"
  constructor() {
    super("Another cart took the turn at the same instant.")
  }
}
