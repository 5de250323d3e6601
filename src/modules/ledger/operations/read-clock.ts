import type { Executor } from "../../../shared/executor"

/** The database's clock, the only one that decides. */
export async function readClock(executor: Executor): Promise<Date> {
  const { rows } = await executor.query<{ now: Date }>(`select clock_timestamp() as now`)
  const [row] = rows
  if (!row) throw new Error("The database returned no row for its clock.")
  return row.now
}
