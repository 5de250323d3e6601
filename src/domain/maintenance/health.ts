import { createRequire } from "node:module"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AdminHealth, HealthProcess, HealthStatus, HealthCheck } from "../../contracts/health"
import type { SeenServer } from "../../modules/ledger/operations/heartbeat"
import { PLUGIN_NAME, readOptions } from "../../shared/options"
import type { LedgerHealth } from "../../modules/ledger/operations/read-health"
import type { HoldfastOptions } from "../../contracts/options"
import { IN_MEMORY } from "../../modules/ledger/heartbeat"

/** From worst to best. */
const STATUSES: readonly HealthStatus[] = ["red", "yellow", "green"]

/** How the plugin fares. Never throws, and ends within seconds whatever is broken. */
export async function readHealth(container: MedusaContainer): Promise<AdminHealth> {
  const options = readOptions()
  const facts = await readFacts(container)
  const checks = {
    database: checkDatabase(facts),
    locking: checkLocking(facts),
    sweeper: checkSweeper(facts, options),
    reconcile: checkReconcile(facts),
    processes: checkProcesses(facts),
  }
  const found = new Set(Object.values(checks).map((check) => check.status))
  return {
    status: STATUSES.find((status) => found.has(status)) ?? "green",
    version: readVersion(),
    mode: options.mode,
    server_time: facts.clock.ok ? facts.clock.fact.now.toISOString() : null,
    checks,
    processes: facts.ledger.ok ? toHealthProcesses(facts.ledger.fact) : [],
  }
}

function toHealthProcesses({ servers, own_id }: LedgerFacts): HealthProcess[] {
  return servers.map((server) => ({
    ...server,
    started_at: server.started_at.toISOString(),
    beat_at: server.beat_at.toISOString(),
    this_process: server.id === own_id,
  }))
}

/** The package names itself, so that this is right in the sources and in the build. */
function readVersion(): string {
  const require = createRequire(__filename)
  const { version } = require(`${PLUGIN_NAME}/package.json`) as { version: string }
  return version
}

/** Milliseconds that one question may take: a health check that hangs is useless. */
export const ANSWER_WITHIN_MS = 2_000

/** An answer, or why there is none. */
export type Answered<Fact> = { ok: true; fact: Fact } | { ok: false; why: string }

/** With the id of this process; undefined until it has started. */
type LedgerFacts = LedgerHealth & { own_id: string | undefined }

export interface Facts {
  /** The database's clock, and how long it took to say it. */
  clock: Answered<{ now: Date; latency_ms: number }>
  ledger: Answered<LedgerFacts>
}

/** Everything that the checks look at, asked at once. Never throws: no answer is a fact too. */
export async function readFacts(container: MedusaContainer): Promise<Facts> {
  const ledger = ledgerOf(container)
  const start = performance.now()
  const [clock, health] = await Promise.all([
    answered(ledger.now().then((now) => ({ now, latency_ms: performance.now() - start }))),
    answered(ledger.upkeep.readHealth()),
  ])
  return { clock, ledger: health }
}

async function answered<Fact>(question: Promise<Fact>): Promise<Answered<Fact>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answered<Fact>>((resolve) => {
    const why = `no answer within ${ANSWER_WITHIN_MS / 1_000} seconds`
    timer = setTimeout(() => resolve({ ok: false, why }), ANSWER_WITHIN_MS)
  })
  const answer = question.then(
    (fact): Answered<Fact> => ({ ok: true, fact }),
    (error: unknown): Answered<Fact> => ({ ok: false, why: reasonOf(error) })
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The ledger's errors are for shoppers; what the database said is in their cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

type Checks = AdminHealth["checks"]

/** Milliseconds of one statement beyond which shoppers feel it. */
const SLOW_MS = 1_000

/** Rounds that the sweeper may miss before it has stalled, and the shortest such time. */
const ROUNDS_MISSED_MAX = 5
const STALLED_AFTER_SECONDS_MIN = 30

const RECONCILE =
  "`npx medusa exec ./node_modules/medusa-plugin-holdfast/.medusa/server/src/scripts/reconcile.js`"

const good = (reason: string): HealthCheck => ({ status: "green", reason, remedy: null })
const bad = (reason: string, remedy: string): HealthCheck => ({ status: "red", reason, remedy })
const odd = (reason: string, remedy: string): HealthCheck => ({ status: "yellow", reason, remedy })

const unknown = (what: string, why: string): HealthCheck =>
  bad(`${what} could not be read: ${why}.`, "See the check of the database.")

export function checkDatabase({ clock }: Facts): Checks["database"] {
  if (!clock.ok) {
    const remedy =
      "Look at PostgreSQL and at the number of its connections; `ledger.connections` of them are the plugin's. Until it answers, " +
      "carts and checkouts are refused with 503."
    return {
      ...bad(`The database does not answer the ledger: ${clock.why}.`, remedy),
      latency_ms: null,
    }
  }
  const latency_ms = Math.round(clock.fact.latency_ms * 10) / 10
  if (latency_ms > SLOW_MS) {
    const remedy =
      "Look at the load of PostgreSQL, and raise `ledger.connections` if the rush is real."
    return { ...odd(`The database took ${latency_ms} ms for one statement.`, remedy), latency_ms }
  }
  return { ...good(`The database answers in ${latency_ms} ms.`), latency_ms }
}

/** Several processes need locks that all of them see. */
export function checkLocking({ ledger }: Facts): Checks["locking"] {
  if (!ledger.ok) return unknown("The processes", ledger.why)
  const { servers } = ledger.fact
  const alone = servers.filter((server) => server.lock_provider === IN_MEMORY)
  const providers = [...new Set(servers.map((server) => server.lock_provider))]
  const remedy =
    "Register @medusajs/medusa/locking-postgres or @medusajs/medusa/locking-redis in medusa-config.ts of every process, and " +
    "start them again."
  if (servers.length < 2) {
    return good(`One process, with the lock provider ${providers[0] ?? IN_MEMORY}.`)
  }
  if (alone.length) {
    return bad(
      `${servers.length} processes share this database, and ${alone.map(nameOf).join(", ")} keep Medusa's locks in their own ` +
        "memory: admin changes of stock in one may cross orders in another.",
      remedy
    )
  }
  if (providers.length > 1) {
    return bad(`The processes use different lock providers: ${providers.join(", ")}.`, remedy)
  }
  return good(`${servers.length} processes share the lock provider ${providers[0]}.`)
}

/** Whether due holds are tidied. They count for nobody either way. */
export function checkSweeper(facts: Facts, options: HoldfastOptions): Checks["sweeper"] {
  const { clock, ledger } = facts
  const nothing = { last_round_at: null, oldest_due_seconds: null }
  if (!clock.ok) return { ...unknown("The sweeper's rounds", clock.why), ...nothing }
  if (!ledger.ok) return { ...unknown("The sweeper's rounds", ledger.why), ...nothing }
  const { runs, servers, oldest_due } = ledger.fact
  const age = (date: Date) => Math.max(0, (clock.fact.now.getTime() - date.getTime()) / 1_000)
  const last = runs.find((run) => run.job === "sweep")?.ended_at
  const figures = {
    last_round_at: last?.toISOString() ?? null,
    oldest_due_seconds: oldest_due && Math.round(age(oldest_due)),
  }
  const { everySeconds } = options.sweeper
  const patience = Math.max(STALLED_AFTER_SECONDS_MIN, ROUNDS_MISSED_MAX * everySeconds)
  const due = figures.oldest_due_seconds ?? 0
  if (options.mode === "observe") {
    return { ...good("Nothing is held while observing, so nothing is swept."), ...figures }
  }
  const remedy =
    "Run a process in `worker` or `shared` mode, and look in its log for lines that begin with `holdfast:`. Nothing is oversold " +
    "meanwhile: due holds count for nobody."
  if (!last) {
    const up = servers[0] ? age(servers[0].started_at) : 0
    if (up <= patience && due <= patience) {
      return { ...good(`The first round comes within ${everySeconds} s of the start.`), ...figures }
    }
    return { ...bad("The sweeper never came to the end of a round.", remedy), ...figures }
  }
  if (age(last) > patience) {
    const reason = `The sweeper's last round ended ${Math.round(age(last))} s ago; one is due every ${everySeconds} s.`
    return { ...bad(reason, remedy), ...figures }
  }
  if (due > patience) {
    const reason = `The sweeper runs, but a hold that has been due for ${due} s is not tidied.`
    return { ...bad(reason, remedy), ...figures }
  }
  return { ...good(`The last round ended ${Math.round(age(last))} s ago.`), ...figures }
}

export function checkReconcile({ ledger }: Facts): Checks["reconcile"] {
  if (!ledger.ok) {
    return { ...unknown("The last reconcile", ledger.why), last_run_at: null, findings: null }
  }
  const last = ledger.fact.runs.find((run) => run.job === "reconcile")
  if (!last) {
    const check = {
      ...good("`reconcile` never ran."),
      remedy: `Run it once in a while: ${RECONCILE}.`,
    }
    return { ...check, last_run_at: null, findings: null }
  }
  const last_run_at = last.ended_at.toISOString()
  const findings = last.findings ?? 0
  if (!findings) {
    return { ...good(`Ledger and Medusa agreed on ${last_run_at}.`), last_run_at, findings }
  }
  const reason = `\`reconcile\` left ${findings} difference(s) between ledger and Medusa on ${last_run_at}.`
  const remedy = `Run ${RECONCILE}, which prints them; with the word repair behind it, it repairs them.`
  return { ...bad(reason, remedy), last_run_at, findings }
}

/** Whether there is somebody to serve, and somebody to sweep and follow events. */
export function checkProcesses({ ledger }: Facts): Checks["processes"] {
  if (!ledger.ok) return unknown("The processes", ledger.why)
  const { servers } = ledger.fact
  const works = servers.filter((server) => server.worker_mode !== "server")
  if (!servers.length) {
    return odd(
      "No process has a heartbeat, not even this one.",
      "Look in the log for `holdfast: the heartbeat could not be written`."
    )
  }
  if (!works.length) {
    return bad(
      "Every process runs in `server` mode: events are not followed and the sweeper does not run.",
      "Start a process with `workerMode` `worker` or `shared`."
    )
  }
  return good(`${servers.length} alive, ${works.length} of them in worker or shared mode.`)
}

const nameOf = ({ host, pid }: SeenServer): string => `${host}:${pid}`
