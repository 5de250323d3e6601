import type { Executor } from "../../../shared/executor"
import { SERVER_LOST_AFTER_SECONDS, type SeenServer } from "./heartbeat"
import { DUE_IN_POOL } from "./predicates"
import type { Run } from "./runs"

export interface LedgerHealth {
  /** Live processes, the oldest first. */
  servers: SeenServer[]
  /** The last finished run of each job. */
  runs: Run[]
  /** When the oldest hold that the sweeper missed became due; null for none. */
  oldest_due: Date | null
}

export async function readHealth(executor: Executor): Promise<LedgerHealth> {
  const [servers, runs, due] = await Promise.all([
    executor.query<SeenServer>(
      `select id, host, pid, lock_provider, worker_mode, started_at, beat_at from holdfast_server
       where beat_at > clock_timestamp() - make_interval(secs => $1) order by started_at, id`,
      [SERVER_LOST_AFTER_SECONDS]
    ),
    executor.query<Run>(`select job, ended_at, findings from holdfast_run`),
    executor.query<{ oldest: Date | null }>(
      `select min(h.expires_at) as oldest from holdfast_hold h where ${DUE_IN_POOL}`
    ),
  ])
  return { servers: servers.rows, runs: runs.rows, oldest_due: due.rows[0]?.oldest ?? null }
}
