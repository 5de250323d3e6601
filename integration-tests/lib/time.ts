import type { Pool } from "pg"

/** Moves a cart's active holds into the past. */
export async function letTimePass(db: Pool, cartId: string, seconds: number): Promise<void> {
  await db.query(
    `update holdfast_hold
     set expires_at = expires_at - make_interval(secs => $2), extend_until = extend_until - make_interval(secs => $2),
         created_at = created_at - make_interval(secs => $2),
         completing_at = completing_at - make_interval(secs => $2)
     where cart_id = $1 and status = 'active'`,
    [cartId, seconds]
  )
}
