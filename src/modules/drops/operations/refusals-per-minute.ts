interface Manager {
  execute(sql: string, values: unknown[]): Promise<unknown>
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
