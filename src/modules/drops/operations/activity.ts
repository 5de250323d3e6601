export interface Manager {
  execute(sql: string, values: unknown[]): Promise<unknown>
}

export interface LatestPurchaser {
  drop_id: string
  username: string
  purchased_at: Date
}

/** The latest purchasers of each drop, newest first, in one query. */
export async function latestPurchasers(
  manager: Manager,
  dropIds: readonly string[],
  perDrop: number
): Promise<LatestPurchaser[]> {
  if (!dropIds.length) return []
  const marks = dropIds.map(() => "?").join(", ")
  const rows = await manager.execute(
    `select drop_id, username, purchased_at from (
       select drop_id, username, purchased_at,
         row_number() over (partition by drop_id order by purchased_at desc, id desc) as place
       from holdfast_drop_purchase
       where drop_id in (${marks}) and is_public and deleted_at is null
     ) ranked where place <= ? order by drop_id, place`,
    [...dropIds, perDrop]
  )
  return rows as LatestPurchaser[]
}

export interface RefusalMinute {
  minute: Date
  refused: number
}

/** How many shoppers a drop turned away: in all, and in the latest minutes, newest first. */
export async function readRefusals(
  manager: Manager,
  dropId: string,
  minutesMax: number
): Promise<{ total: number; minutes: RefusalMinute[] }> {
  const rows = (await manager.execute(
    `select minute, sum(count)::int as refused, (sum(sum(count)) over ())::int as total
     from holdfast_drop_refusal where drop_id = ? and deleted_at is null
     group by minute order by minute desc limit ?`,
    [dropId, minutesMax]
  )) as (RefusalMinute & { total: number })[] // the columns of the statement above
  return {
    total: rows[0]?.total ?? 0,
    minutes: rows.map(({ minute, refused }) => ({ minute: new Date(minute), refused })),
  }
}
