import type { Executor } from "../../../shared/executor"

export interface Run {
  job: "sweep" | "reconcile"
  ended_at: Date
  /** Differences that `reconcile` left; null for the sweeper. */
  findings: number | null
}

/** Writes that a job has just finished. */
export async function noteRun(
  executor: Executor,
  job: Run["job"],
  findings: number | null = null
): Promise<void> {
  await executor.query(
    `insert into holdfast_run (job, ended_at, findings) values ($1, clock_timestamp(), $2)
     on conflict (job) do update set ended_at = excluded.ended_at, findings = excluded.findings`,
    [job, findings]
  )
}
