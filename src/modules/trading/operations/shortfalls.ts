import type { Owner } from "../../../contracts/vaults"
import { lockName, type Executor } from "../../../shared/executor"

export interface NewShortfall {
  id: string
  owner: Owner
  variant_id: string
  order_id: string
  line_item_id: string
  /** Whole units, positive. */
  quantity: number
  /** Of the debit that fell short. */
  idempotency_key: string
}

/** Serializes those who settle an order's vaults, until the transaction ends. */
export const lockOrder = (executor: Executor, orderId: string): Promise<void> =>
  lockName(executor, `holdfast vaults of ${orderId}`)

/** Units that order lines owe, or owed until the merchant settled it: line → units. */
export async function sumShortfalls(
  executor: Executor,
  lineItemIds: readonly string[]
): Promise<Map<string, number>> {
  if (!lineItemIds.length) return new Map()
  const { rows } = await executor.query<{ line_item_id: string; quantity: number }>(
    `select line_item_id, sum(quantity)::int as quantity from holdfast_vault_shortfall
     where line_item_id = any($1) and deleted_at is null group by line_item_id`,
    [[...lineItemIds]]
  )
  return new Map(rows.map((row) => [row.line_item_id, row.quantity]))
}

export async function insertShortfalls(
  executor: Executor,
  shortfalls: readonly NewShortfall[]
): Promise<void> {
  if (!shortfalls.length) return
  await executor.query(
    `insert into holdfast_vault_shortfall
       (id, owner_type, owner_id, variant_id, order_id, line_item_id, quantity, idempotency_key)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[])`,
    [
      shortfalls.map((shortfall) => shortfall.id),
      shortfalls.map((shortfall) => shortfall.owner.type),
      shortfalls.map((shortfall) => shortfall.owner.id),
      shortfalls.map((shortfall) => shortfall.variant_id),
      shortfalls.map((shortfall) => shortfall.order_id),
      shortfalls.map((shortfall) => shortfall.line_item_id),
      shortfalls.map((shortfall) => shortfall.quantity),
      shortfalls.map((shortfall) => shortfall.idempotency_key),
    ]
  )
}

/** @returns false where it is resolved already, or does not exist. */
export async function resolveShortfall(
  executor: Executor,
  id: string,
  reason: string
): Promise<boolean> {
  const { rows } = await executor.query<{ id: string }>(
    `update holdfast_vault_shortfall
     set resolved_at = clock_timestamp(), resolved_reason = $2, updated_at = clock_timestamp()
     where id = $1 and resolved_at is null and deleted_at is null returning id`,
    [id, reason]
  )
  return rows.length > 0
}
