import type { Executor } from "./executor"

/** Gives up turns of a cart: all of them, or those of some items. Nothing happens where the turn is another cart's. */
export async function giveUpTurns(
  executor: Executor,
  input: { cart_id: string; inventory_item_ids?: readonly string[] }
): Promise<void> {
  await executor.query(
    `delete from holdfast_turn where cart_id = $1 and ($2::text[] is null or inventory_item_id = any($2))`,
    [input.cart_id, input.inventory_item_ids ? [...input.inventory_item_ids] : null]
  )
}

/** Marks a cart's turns so that nobody passes it before its order is settled (see `Turn.keep_until_settled`). */
export async function keepTurns(
  executor: Executor,
  input: { cart_id: string; inventory_item_ids: readonly string[]; seconds: number }
): Promise<void> {
  await executor.query(
    `update holdfast_turn
     set keep_until_settled = true,
         expires_at = greatest(expires_at, clock_timestamp() + make_interval(secs => $3))
     where cart_id = $1 and inventory_item_id = any($2)`,
    [input.cart_id, [...input.inventory_item_ids], input.seconds]
  )
}
