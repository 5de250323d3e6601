/**
 * The keeper stops the embedded cluster when nobody uses it any more. Every command's connection
 * holds the shared lock `IN_USE`, and ends with the command, also on SIGKILL. Once the keeper gets
 * that lock exclusively, nobody is left and nobody can enter.
 */
import { setTimeout as delay } from "node:timers/promises"
import { waitFor } from "../wait"
import { theCluster } from "./cluster"
import { IN_USE, KEPT } from "./lease"

/** Time for a running server to accept a connection. */
const VISIT_TIMEOUT_MS = 20_000
/** Whoever started the keeper comes at once, unless it died or left between two polls. */
const FIRST_VISIT_MS = 1_500
const POLL_MS = 400

async function main(): Promise<void> {
  const cluster = theCluster()
  const { client } = await startOrAdopt(cluster)
  const tryLock = async (lock: number): Promise<boolean> => {
    const statement = "select pg_try_advisory_lock($1) as got"
    const { rows } = await client.query<{ got: boolean }>(statement, [lock])
    return rows[0]?.got === true
  }
  if (!(await tryLock(KEPT))) return client.end() // another keeper was faster
  let stopping = false
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => (stopping = true))

  const firstVisit = Date.now() + FIRST_VISIT_MS
  for (let visited = false; !stopping;) {
    await delay(POLL_MS)
    if (!(await tryLock(IN_USE))) visited = true
    else if (visited || Date.now() > firstVisit) break
    else await client.query("select pg_advisory_unlock($1)", [IN_USE])
  }
  cluster.stop()
}

async function startOrAdopt(cluster: ReturnType<typeof theCluster>) {
  const wait = { timeoutMs: VISIT_TIMEOUT_MS, what: "PostgreSQL to start" }
  if (cluster.pid()) {
    const ask = async () => (await cluster.visit()) ?? !cluster.pid()
    const adopted = await waitFor(ask, wait).catch(() => cluster.forgetPid()) // not PostgreSQL's
    if (adopted && adopted !== true) return adopted
  }
  await cluster.start()
  return waitFor(cluster.visit, wait)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(new Date().toISOString(), error)
    process.exit(1)
  }
)
