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

/** Never throws, and takes at most `ANSWER_WITHIN_MS`, whatever is broken. */
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

/** Resolved by the package's own name, so it works in the sources and in the build. */
function readVersion(): string {
  const require = createRequire(__filename)
  const { version } = require(`${PLUGIN_NAME}/package.json`) as { version: string }
  return version
}

/** A health check that hangs is useless. */
export const ANSWER_WITHIN_MS = 2_000

/** A fact, or why it could not be read. */
export type Answered<Fact> = { ok: true; fact: Fact } | { ok: false; why: string }

/** `own_id` is undefined until this process has started. */
type LedgerFacts = LedgerHealth & { own_id: string | undefined }

export interface Facts {
  /** The database's clock, and the latency of reading it. */
  clock: Answered<{ now: Date; latency_ms: number }>
  ledger: Answered<LedgerFacts>
}

/** Never throws: a failed read is a fact too. */
async function readFacts(container: MedusaContainer): Promise<Facts> {
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

/** The ledger's errors are for shoppers; their cause has the database's message. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

type Checks = AdminHealth["checks"]

/** Shoppers notice slower statements. */
const SLOW_MS = 1_000

/** The sweeper has stalled after this number of missed rounds, or this time. */
const ROUNDS_MISSED_MAX = 5
const STALLED_AFTER_SECONDS_MIN = 30

const RECONCILE =
  "`npx medusa exec ./node_modules/medusa-plugin-holdfast/.medusa/server/src/scripts/reconcile.js`"

const good = (reason: string): HealthCheck => ({ status: "green", reason, remedy: null })
const bad = (reason: string, remedy: string): HealthCheck => ({ status: "red", reason, remedy })
const odd = (reason: string, remedy: string): HealthCheck => ({ status: "yellow", reason, remedy })

const unknown = (what: string, why: string): HealthCheck =>
  bad(`${what} could not be read: ${why}.`, "See the database check.")

export function checkDatabase({ clock }: Facts): Checks["database"] {
  if (!clock.ok) {
    const remedy =
      "Check PostgreSQL and its connection limit; the plugin uses `ledger.connections`. Until it responds, " +
      "carts and checkouts return 503."
    return {
      ...bad(`The ledger cannot reach the database: ${clock.why}.`, remedy),
      latency_ms: null,
    }
  }
  const latency_ms = Math.round(clock.fact.latency_ms * 10) / 10
  if (latency_ms > SLOW_MS) {
    const remedy =
      "Check the load of PostgreSQL, and raise `ledger.connections` if traffic is high."
    return { ...odd(`The database took ${latency_ms} ms for one statement.`, remedy), latency_ms }
  }
  return { ...good(`The database responds in ${latency_ms} ms.`), latency_ms }
}

export function checkLocking({ ledger }: Facts): Checks["locking"] {
  if (!ledger.ok) return unknown("The processes", ledger.why)
  const { servers } = ledger.fact
  const alone = servers.filter((server) => server.lock_provider === IN_MEMORY)
  const providers = [...new Set(servers.map((server) => server.lock_provider))]
  const remedy =
    "Register @medusajs/medusa/locking-postgres or @medusajs/medusa/locking-redis in medusa-config.ts of every process, and " +
    "restart them."
  if (servers.length < 2) {
    return good(`One process, with the lock provider ${providers[0] ?? IN_MEMORY}.`)
  }
  if (alone.length) {
    return bad(
      `${servers.length} processes share this database, and ${alone.map(nameOf).join(", ")} keep Medusa's locks in ` +
        "memory: a stock change in one may conflict with an order in another.",
      remedy
    )
  }
  if (providers.length > 1) {
    return bad(`The processes use different lock providers: ${providers.join(", ")}.`, remedy)
  }
  return good(`${servers.length} processes share the lock provider ${providers[0]}.`)
}

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
    return { ...good("`observe` mode holds nothing, so nothing is swept."), ...figures }
  }
  const remedy =
    "Run a process in `worker` or `shared` mode, and search its log for `holdfast:`. Nothing is oversold " +
    "meanwhile: due holds do not count."
  if (!last) {
    const up = servers[0] ? age(servers[0].started_at) : 0
    if (up <= patience && due <= patience) {
      return { ...good(`The first round ends within ${everySeconds} s of the start.`), ...figures }
    }
    return { ...bad("The sweeper has never finished a round.", remedy), ...figures }
  }
  if (age(last) > patience) {
    const reason = `The sweeper's last round ended ${Math.round(age(last))} s ago; one is due every ${everySeconds} s.`
    return { ...bad(reason, remedy), ...figures }
  }
  if (due > patience) {
    const reason = `The sweeper runs, but a hold has been due for ${due} s.`
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
      ...good("`reconcile` has never run."),
      remedy: `Run it from time to time: ${RECONCILE}.`,
    }
    return { ...check, last_run_at: null, findings: null }
  }
  const last_run_at = last.ended_at.toISOString()
  const findings = last.findings ?? 0
  if (!findings) {
    return { ...good(`Ledger and Medusa agreed on ${last_run_at}.`), last_run_at, findings }
  }
  const reason = `\`reconcile\` left ${findings} difference(s) between ledger and Medusa on ${last_run_at}.`
  const remedy = `Run ${RECONCILE} to print them; append \`repair\` to repair them.`
  return { ...bad(reason, remedy), last_run_at, findings }
}

export function checkProcesses({ ledger }: Facts): Checks["processes"] {
  if (!ledger.ok) return unknown("The processes", ledger.why)
  const { servers } = ledger.fact
  const works = servers.filter((server) => server.worker_mode !== "server")
  if (!servers.length) {
    return odd(
      "No process has a heartbeat, not even this one.",
      "Search the log for `holdfast: the heartbeat could not be written`."
    )
  }
  if (!works.length) {
    return bad(
      "Every process runs in `server` mode: no subscribers and no sweeper run.",
      "Start a process with `workerMode` `worker` or `shared`."
    )
  }
  return good(`${servers.length} running, ${works.length} in worker or shared mode.`)
}

const nameOf = ({ host, pid }: SeenServer): string => `${host}:${pid}`
