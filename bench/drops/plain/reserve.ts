import { randomUUID } from "node:crypto"
import type { Pool } from "pg"

/** What the plain design keeps: a counter per drop and a row per reservation. */
export const PLAIN_SCHEMA = `
  create table plain_drop (id text primary key, available int not null check (available >= 0));
  create table plain_reservation (
    id uuid primary key, drop_id text not null references plain_drop (id), customer_id text not null,
    status text not null default 'active', expires_at timestamptz not null
  );
  create index on plain_reservation (drop_id, status, expires_at);
  create unique index on plain_reservation (drop_id, customer_id) where status = 'active';
`

/** One transaction per request: give back what expired, count down, insert. Correct, and as most people would write it. */
export async function reservePlainly(
  pool: Pool,
  dropId: string,
  customerId: string
): Promise<{ status: number; body: object }> {
  const client = await pool.connect()
  try {
    await client.query("begin")
    const expired = await client.query(
      `update plain_reservation set status = 'expired'
       where drop_id = $1 and status = 'active' and expires_at <= now()`,
      [dropId]
    )
    if (expired.rowCount) {
      await client.query("update plain_drop set available = available + $2 where id = $1", [
        dropId,
        expired.rowCount,
      ])
    }
    const taken = await client.query(
      "update plain_drop set available = available - 1 where id = $1 and available > 0",
      [dropId]
    )
    if (!taken.rowCount) {
      await client.query("rollback")
      return { status: 409, body: { code: "OUT_OF_STOCK" } }
    }
    const { rows } = await client.query<{ id: string; expires_at: Date }>(
      `insert into plain_reservation (id, drop_id, customer_id, expires_at)
       values ($1, $2, $3, now() + interval '60 s') returning id, expires_at`,
      [randomUUID(), dropId, customerId]
    )
    await client.query("commit")
    return { status: 201, body: { reservation: rows[0] } }
  } catch (error) {
    await client.query("rollback")
    throw error
  } finally {
    client.release()
  }
}
