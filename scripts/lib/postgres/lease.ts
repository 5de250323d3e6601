import { spawn } from "node:child_process"
import { openSync } from "node:fs"
import path from "node:path"
import type { Client } from "pg"
import { waitFor } from "../wait"
import { LOG_FILE, theCluster } from "./cluster"

/** Includes the first start, which initialises the cluster. */
const START_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 8_000

/** Advisory locks in the database `postgres`: shared by all users, and the keeper's own. */
export const IN_USE = 484_501
export const KEPT = 484_502

export interface Lease {
  url: string
  /** Ends the use of the cluster; the last user waits until it has stopped. */
  release(): Promise<void>
}

/** Uses the shared cluster, which is started if it does not run. */
export async function leaseCluster(): Promise<Lease> {
  const cluster = theCluster()
  let keeper: ReturnType<typeof startKeeper> | undefined
  const keep = () => {
    if (keeper?.exitCode) throw new Error(`The embedded PostgreSQL did not start: ${LOG_FILE}.`)
    // Exit code 0: it found another keeper, or no users.
    if (!keeper || keeper.exitCode === 0) keeper = startKeeper()
  }
  const { client, url } = await waitFor(
    async () => {
      const visit = await cluster.visit()
      const state = visit && (await enter(visit.client).catch(() => undefined))
      if (state?.entered) {
        // A killed keeper leaves the server running: a new one adopts it.
        if (!state.kept) keep()
        return visit
      }
      await visit?.client.end().catch(() => undefined)
      if (!visit) keep()
      return undefined
    },
    { timeoutMs: START_TIMEOUT_MS, what: `the embedded PostgreSQL (log: ${LOG_FILE})` }
  )
  // The lease must not keep a finished command alive. `pg`'s types omit `ref` and `unref`.
  const socket = client as Client & Record<"ref" | "unref", () => void>
  socket.unref()
  return {
    url,
    async release() {
      socket.ref()
      const pid = cluster.pid()
      const last = await isLast(client).catch(() => false)
      await client.end().catch(() => undefined)
      if (!last) return
      const stopped = async () => cluster.pid() !== pid
      // Somebody may have entered meanwhile: then it keeps running.
      await waitFor(stopped, { timeoutMs: STOP_TIMEOUT_MS, what: "the end" }).catch(() => undefined)
    },
  }
}

/** Fails to enter while the keeper is stopping the server. */
async function enter(client: Client): Promise<{ entered: boolean; kept: boolean } | undefined> {
  const { rows } = await client.query<{ entered: boolean; kept: boolean }>(
    `select pg_try_advisory_lock_shared($1) as entered,
       exists (select from pg_locks where locktype = 'advisory' and objid = $2) as kept`,
    [IN_USE, KEPT]
  )
  return rows[0]
}

async function isLast(client: Client): Promise<boolean> {
  const users =
    "select count(*) = 1 as last from pg_locks where locktype = 'advisory' and objid = $1"
  const { rows } = await client.query<{ last: boolean }>(users, [IN_USE])
  return rows[0]?.last === true
}

function startKeeper() {
  const output = openSync(LOG_FILE, "a")
  const file = path.join(__dirname, "keeper.ts")
  const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", file], {
    cwd: path.dirname(file),
    env: { ...process.env, NODE_OPTIONS: "" },
    detached: true,
    stdio: ["ignore", output, output],
  })
  child.unref()
  return child
}
