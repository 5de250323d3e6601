import type { Executor } from "./executor"

/** Whose turns: one attempt's, or all of a cart, whichever attempt took them. */
export type TurnFilter = { owner: string } | { cart_id: string }

const ownerOrCart = (filter: TurnFilter): [string | null, string | null] =>
  "owner" in filter ? [filter.owner, null] : [null, filter.cart_id]

/**
 * Gives turns up: all of them, or those of some items. Nothing happens where a turn is somebody
 * else's.
 */
export async function giveUpTurns(
  executor: Executor,
  input: { of: TurnFilter; inventory_item_ids?: readonly string[] }
): Promise<void> {
  await executor.query(
    `delete from holdfast_turn
     where (owner = $1 or cart_id = $2) and ($3::text[] is null or inventory_item_id = any($3))`,
    [...ownerOrCart(input.of), input.inventory_item_ids ? [...input.inventory_item_ids] : null]
  )
}

/**
 * Marks an attempt's turns so that nobody passes it before its order is settled (see
 * `Turn.keep_until_settled`).
 */
export async function keepTurns(
  executor: Executor,
  input: { owner: string; inventory_item_ids: readonly string[]; seconds: number }
): Promise<void> {
  await executor.query(
    `update holdfast_turn
     set keep_until_settled = true,
         expires_at = greatest(expires_at, clock_timestamp() + make_interval(secs => $3))
     where owner = $1 and inventory_item_id = any($2)`,
    [input.owner, [...input.inventory_item_ids], input.seconds]
  )
}
