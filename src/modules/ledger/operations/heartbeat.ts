import type { Executor } from "../../../shared/executor"

export interface ServerBeat {
  id: string
  host: string
  pid: number
  lock_provider: string
  worker_mode: string
}

export interface SeenServer extends ServerBeat {
  started_at: Date
  beat_at: Date
}

/** Seconds without a beat after which a process counts as dead. */
export const SERVER_LOST_AFTER_SECONDS = 90

/** Writes this process's beat, deletes old rows, and returns the other processes alive. */
export async function beat(executor: Executor, server: ServerBeat): Promise<ServerBeat[]> {
  await executor.query(
    `insert into holdfast_server (id, host, pid, lock_provider, worker_mode) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set beat_at = clock_timestamp()`,
    [server.id, server.host, server.pid, server.lock_provider, server.worker_mode]
  )
  await executor.query(
    `delete from holdfast_server where beat_at < clock_timestamp() - interval '1 day'`
  )
  const { rows } = await executor.query<ServerBeat>(
    `select id, host, pid, lock_provider, worker_mode from holdfast_server
     where id <> $1 and beat_at > clock_timestamp() - make_interval(secs => $2) order by id`,
    [server.id, SERVER_LOST_AFTER_SECONDS]
  )
  return rows
}

/** Deletes this process's row at an orderly shutdown, so that its successor does not warn. */
export async function endBeat(executor: Executor, id: string): Promise<void> {
  await executor.query(`delete from holdfast_server where id = $1`, [id])
}
