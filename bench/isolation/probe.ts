import { readFileSync, writeFileSync } from "node:fs"
import { setTimeout as delay } from "node:timers/promises"
import type { ExecArgs, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { completeCartWorkflow } from "@medusajs/medusa/core-flows"
import type { ClientBase } from "pg"
import { ledgerOf } from "../../src/domain/container"
import { inTransaction } from "../../src/modules/ledger/operations/in-transaction"
import { readLevels } from "../../src/modules/ledger/operations/read-availability"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import type { ReserveRequest } from "../../src/modules/ledger/operations/reserve-types"

/** The suite's input, as a file: `medusa exec` runs in its own process. */
export interface ProbeInput {
  /** How many of the filled carts are completed at once. */
  carts: number
  quietMs: number
}

export type Way = "own" | "shared"
export interface ProbeOutput {
  /** Milliseconds per verb, with our own pool and over Medusa's. */
  quiet: Record<Way, Latencies>
  exhausted: Record<Way, Latencies>
  pool_max: number
  /** Most callers that waited for one of Medusa's connections at once. */
  waiting_max: number
  /** Outcome of a completion → how many. */
  outcomes: Record<string, number>
}

export interface Latencies {
  read: number[]
  reserve: number[]
  /** Calls that failed; their time counts too. */
  failed: number
}

/** Medusa's pool, as far as we need it: knex lends `pg` clients, which are executors. */
interface Knex {
  client: {
    acquireConnection(): Promise<ClientBase>
    releaseConnection(connection: ClientBase): Promise<void>
    pool: { max: number; numPoutcomeAcquires(): number }
  }
}

const LIMITS = { lockTimeoutMs: 30_000, statementTimeoutMs: 30_000 }
const SETTLE_MS = 60_000
/** Milliseconds between two calls: a probe, not a load. */
const PAUSE_MS = 10
const LEVEL = { inventory_item_id: "iitem_probe", location_id: "sloc_probe" }

/** Calls the ledger over both kinds of connections, on a quiet store and during completions. */
export default async function probe({ container }: ExecArgs): Promise<void> {
  const input = JSON.parse(readFileSync(process.env.PROBE_INPUT ?? "", "utf8")) as ProbeInput
  const knex: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const [pool] = await ledgerOf(container).readLevels([LEVEL])
  if (!pool) throw new Error("The ledger returned no pool.")
  const both = async (until: () => boolean): Promise<Record<Way, Latencies>> => {
    const [own, shared] = await Promise.all([
      ask(until, ownVerbs(container, pool.pool_id)),
      ask(until, sharedVerbs(knex, pool.pool_id)),
    ])
    return { own, shared }
  }
  await both(after(500))
  const quiet = await both(after(input.quietMs))

  const carts = await listFilledCarts(container, input.carts)
  const pool_max = knex.client.pool.max
  let waiting_max = 0
  let over = false
  const watch = setInterval(() => {
    waiting_max = Math.max(waiting_max, knex.client.pool.numPoutcomeAcquires())
  }, 5)
  const completions = Promise.allSettled(
    carts.map(({ id }) => completeCartWorkflow(container).run({ input: { id } }))
  ).finally(() => (over = true))
  const exhausted = await both(() => over)
  clearInterval(watch)
  const outcomes = await completions
  await untilSettled(container)
  const output: ProbeOutput = { quiet, exhausted, pool_max, waiting_max, outcomes: count(outcomes) }
  writeFileSync(process.env.PROBE_OUTPUT ?? "", JSON.stringify(output))
}

async function listFilledCarts(
  container: MedusaContainer,
  take: number
): Promise<{ id: string }[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "cart",
    fields: ["id"],
    filters: { completed_at: null },
    pagination: { take, order: { created_at: "ASC" } },
  })
  return data
}

/** Exiting before the orders are settled would be a crash, whose leftovers delay the next round. */
async function untilSettled(container: MedusaContainer): Promise<void> {
  const end = performance.now() + SETTLE_MS
  while (
    performance.now() < end &&
    (await ledgerOf(container).listHolds({ completing_for: 0, state: "active" }, { limit: 1 }))
      .length
  ) {
    await delay(100)
  }
}

function count(outcomes: readonly PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) {
    const what = outcome.status === "fulfilled" ? "completed" : reasonOf(outcome.reason)
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}

/** A workflow rejects with an Error, or with a record of the step that failed. */
function reasonOf(reason: unknown): string {
  const error = typeof reason === "object" && reason && "error" in reason ? reason.error : reason
  const message = typeof error === "object" && error && "message" in error ? error.message : error
  return String(message).slice(0, 60)
}

interface Verbs {
  read: () => Promise<unknown>
  reserve: (request: ReserveRequest) => Promise<unknown>
}

function ownVerbs(container: MedusaContainer, poolId: string): Verbs & { poolId: string } {
  const ledger = ledgerOf(container)
  return {
    poolId,
    read: () => ledger.readLevels([LEVEL]),
    reserve: (request) => ledger.reserve(request),
  }
}

/** The same operations on a connection that Medusa's pool lends. */
function sharedVerbs({ client }: Knex, poolId: string): Verbs & { poolId: string } {
  const pool = {
    connect: async () => {
      const connection = await client.acquireConnection()
      return {
        query: connection.query.bind(connection),
        on: connection.on.bind(connection),
        off: connection.off.bind(connection),
        release: () => void client.releaseConnection(connection),
      }
    },
  }
  return {
    poolId,
    read: () => inTransaction(pool, LIMITS, (executor) => readLevels(executor, [LEVEL])),
    reserve: (request) => inTransaction(pool, LIMITS, (executor) => reserve(executor, [request])),
  }
}

let holders = 0

async function ask(until: () => boolean, verbs: Verbs & { poolId: string }): Promise<Latencies> {
  const latencies: Latencies = { read: [], reserve: [], failed: 0 }
  const timed = async (verb: "read" | "reserve", call: () => Promise<unknown>): Promise<void> => {
    const start = performance.now()
    await call().catch(() => latencies.failed++)
    latencies[verb].push(performance.now() - start)
  }
  while (!until()) {
    await timed("read", verbs.read)
    await timed("reserve", () => verbs.reserve(requestOf(verbs.poolId)))
    await delay(PAUSE_MS)
  }
  return latencies
}

function requestOf(pool_id: string): ReserveRequest {
  return {
    holder: { type: "customer", id: `probe_${holders++}` },
    cart_id: null,
    claims: [{ pool_id, quantity: "1", capacity: { available: "1000000", version: "0" } }],
    ttl_seconds: 600,
    cap_seconds: 600,
    actor: "system",
    reason: "probe",
  }
}

function after(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds
  return () => performance.now() >= end
}
