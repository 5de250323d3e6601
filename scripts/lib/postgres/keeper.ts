/**
 * The keeper: one small process that stops the embedded cluster when nobody uses it any more.
 *
 * Every command holds a connection to PostgreSQL with the lock `IN_USE`, shared. The operating
 * system closes that connection however the command ends (also on SIGKILL), and the lock ends with
 * it. Once the keeper gets the lock for itself nobody is left, and nobody can come in any more.
 */
import { setTimeout as delay } from "node:timers/promises"
import { waitFor } from "../wait"
import { isAlive, theCluster } from "./cluster"
import { IN_USE, KEPT } from "./lease"

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
/** How long a server that is named in `postmaster.pid` may take to answer. */
const ADOPT_TIMEOUT_MS = 20_000
/**
 * Whoever started the keeper comes at once. If nobody does, it died meanwhile, or it left between
 * two looks; somebody who is late starts another keeper.
 */
const FIRST_VISIT_MS = 1_500
const LOOK_MS = 400

async function main(): Promise<void> {
  const cluster = theCluster()
  const { client } = await startOrAdopt(cluster)
  const tryLock = async (lock: number): Promise<boolean> => {
    const { rows } = await client.query<{ got: boolean }>(
      "select pg_try_advisory_lock($1) as got",
      [lock]
    )
    return rows[0]?.got === true
  }
  if (!(await tryLock(KEPT))) return client.end() // another keeper was faster
  let told = false
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => (told = true))

  const firstVisit = Date.now() + FIRST_VISIT_MS
  for (let visited = false; !told;) {
    await delay(LOOK_MS)
    if (!(await tryLock(IN_USE))) visited = true
    else if (visited || Date.now() > firstVisit) break
    else await client.query("select pg_advisory_unlock($1)", [IN_USE])
  }
  const pid = cluster.running()?.pid
  if (pid === undefined) return
  // "Fast shutdown": open sessions are ended, nothing is lost.
  process.kill(pid, "SIGINT")
  await waitFor(async () => !isAlive(pid), {
    timeoutMs: STOP_TIMEOUT_MS,
    what: "PostgreSQL to stop",
  })
}

async function startOrAdopt(cluster: ReturnType<typeof theCluster>) {
  const adopted = await waitFor(async () => (await cluster.visit()) ?? !cluster.running(), {
    timeoutMs: ADOPT_TIMEOUT_MS,
    what: "the PostgreSQL that is named in postmaster.pid",
  }).catch(() => true as const)
  if (adopted !== true) return adopted
  cluster.forgetPid()
  const server = await cluster.launch()
  server.unref()
  return waitFor(
    async () => {
      const visit = await cluster.visit()
      if (!visit && server.exitCode !== null) throw new Error("PostgreSQL ended while it started.")
      return visit
    },
    { timeoutMs: START_TIMEOUT_MS, what: "PostgreSQL to start" }
  )
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(new Date().toISOString(), error)
    process.exit(1)
  }
)
