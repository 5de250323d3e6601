import type { Pool } from "pg"

/**
 * Invariant I6 and its neighbours, asked of the rows in one snapshot each. Empty when all is well.
 */
export async function findViolations(
  db: Pool,
  totals: ReadonlyMap<string, number>
): Promise<string[]> {
  const found = await Promise.all([
    differing(db, totals),
    list(
      db,
      "vault below zero or below what it holds",
      `select id from holdfast_pool where kind = 'vault' and (quantity < 0 or held < 0 or held > quantity)`
    ),
    list(
      db,
      "vault whose counter is not the sum of its holds",
      `select p.id from holdfast_pool p where p.kind = 'vault' and p.held <> coalesce((
         select sum(h.quantity) from holdfast_hold h where h.pool_id = p.id and h.status = 'active'), 0)`
    ),
    list(
      db,
      "vault that its journal does not explain",
      `select p.id from holdfast_pool p where p.kind = 'vault' and p.quantity <> coalesce((
         select sum(e.quantity) from holdfast_entry e
         where e.pool_id = p.id and e.kind in ('credited', 'debited', 'received', 'given')), 0)`
    ),
    list(
      db,
      "hold that was not resolved exactly once",
      `select h.id from holdfast_hold h left join holdfast_entry e
         on e.hold_id = h.id and e.kind in ('consumed', 'released', 'expired')
       group by h.id having count(e.id) <> case when h.status = 'active' then 0 else 1 end`
    ),
    list(
      db,
      "trade that moved other units than it says",
      `select t.id from holdfast_trade t
       where coalesce((select sum(e.quantity) from holdfast_entry e where e.reference = t.id and e.kind = 'received'), 0)
         <> case when t.status = 'completed'
              then (select sum(l.quantity) from holdfast_trade_leg l where l.trade_id = t.id) else 0 end`
    ),
    list(
      db,
      "trade that is over and holds units still",
      `select distinct t.id from holdfast_trade t join holdfast_hold h
         on h.holder_type = 'trade' and h.holder_id = t.id and h.status = 'active'
       where t.status <> 'pending'`
    ),
  ])
  return found.flat()
}

async function differing(db: Pool, totals: ReadonlyMap<string, number>): Promise<string[]> {
  const { rows } = await db.query<{ variant_id: string; units: number }>(
    `select counted_id as variant_id, sum(quantity)::int as units from holdfast_pool
     where kind = 'vault' and counted_id = any($1) group by counted_id`,
    [[...totals.keys()]]
  )
  const now = new Map(rows.map((row) => [row.variant_id, row.units]))
  return [...totals].flatMap(([id, units]) =>
    now.get(id) === units ? [] : [`${id}: ${units} units were there, now ${now.get(id)}`]
  )
}

async function list(db: Pool, what: string, sql: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql)
  return rows.map((row) => `${what}: ${row.id}`)
}
