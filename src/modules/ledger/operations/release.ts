import { ZERO, add, compare, isPositive, type Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"
import { lockHolds } from "./row-locks"
import { resolveHolds } from "./resolve-holds"
import type { Actor, HoldChange } from "./rows"

export interface Reduction {
  hold_id: string
  /** All of the hold, or more, resolves it. */
  quantity: Quantity
}

/** Releases units of holds, in part or in whole. Holds that are not active are skipped. */
export async function release(
  executor: Executor,
  reductions: readonly Reduction[],
  by: { actor: Actor; reason: string }
): Promise<HoldChange[]> {
  const wanted = sumByHold(reductions.filter((reduction) => isPositive(reduction.quantity)))
  if (!wanted.length) return []
  const holds = await lockHolds(executor, {
    hold_ids: wanted.map((reduction) => reduction.hold_id),
  })
  const quantities = new Map(holds.map((hold) => [hold.id, hold.quantity]))
  const present = wanted.filter((reduction) => quantities.has(reduction.hold_id))
  const whole = present.filter(
    (reduction) =>
      compare(reduction.quantity, quantities.get(reduction.hold_id) ?? reduction.quantity) >= 0
  )
  const part = present.filter((reduction) => !whole.includes(reduction))
  const released = await resolveHolds(executor, {
    hold_ids: whole.map((reduction) => reduction.hold_id),
    status: "released",
    ...by,
  })
  return [...released, ...(part.length ? await shrink(executor, part, by) : [])]
}

/** One update per hold: two of one row in one statement would lose reduction. */
function sumByHold(reductions: readonly Reduction[]): Reduction[] {
  const sums = new Map<string, Quantity>()
  for (const reduction of reductions)
    sums.set(reduction.hold_id, add(sums.get(reduction.hold_id) ?? ZERO, reduction.quantity))
  return [...sums].map(([hold_id, quantity]) => ({ hold_id, quantity }))
}

/** Moves the pool's version for a completing cart, as `resolve-holds.ts` does. */
async function shrink(
  executor: Executor,
  reductions: readonly Reduction[],
  by: { actor: Actor; reason: string }
): Promise<HoldChange[]> {
  const { rows } = await executor.query<HoldChange>(
    `with shrunk as (
       update holdfast_hold h
       set quantity = h.quantity - r.quantity, version = h.version + 1, updated_at = clock_timestamp()
       from unnest($1::text[], $2::numeric[]) as r(id, quantity)
       where h.id = r.id and h.status = 'active'
       returning h.id, h.pool_id, r.quantity, h.holder_type, h.holder_id, h.cart_id, h.order_id,
         h.completing_at is not null as completing
     ), lowered as (
       update holdfast_pool p
       set held = p.held - s.quantity, version = p.version + case when s.completing then 1 else 0 end,
           updated_at = clock_timestamp()
       from (
         select pool_id, sum(quantity) as quantity, bool_or(completing) as completing from shrunk group by pool_id
       ) s
       where p.id = s.pool_id
     ), journal as (
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
       select 'shrunk', pool_id, id, -quantity, holder_type, holder_id, $3, $4 from shrunk
     )
     select 'shrunk' as kind, id as hold_id, pool_id, quantity::text, cart_id, order_id from shrunk`,
    [
      reductions.map((reduction) => reduction.hold_id),
      reductions.map((reduction) => reduction.quantity),
      by.actor,
      by.reason,
    ]
  )
  return rows
}
