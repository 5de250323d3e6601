import type { Client } from "pg"
import { customerIds } from "./customers"
import { runCallers, type Throughput, type Window } from "../kernel/callers"
import { cpuMs } from "../lib/cpu"
import type { Shape } from "./seed"

export const WINDOW: Window = { warmUpMs: 1_500, measuredMs: 4_000 }

/** One customer, and four at once: more than two cores can serve in parallel. */
export const CALLERS = [1, 4] as const
export type Case = (typeof CALLERS)[number]

export interface Figures extends Throughput {
  /** CPU time of the server and its PostgreSQL sessions per call. */
  cpu_ms: number
}
export type Round = Record<Case, Figures>

export const SHAPES: readonly Shape[] = ["even", "skewed"]

/** The route's default limit. */
export const LIMIT = 20

const ids = customerIds()
/** Coprime with the number of customers: visits all of them, in an order unlike the seed's. */
const STRIDE = 377
let position = 0

export function nextCustomer(): string {
  position = (position + STRIDE) % ids.length
  return ids[position] ?? ""
}

/**
 * All cases in turn. `client` names the database whose sessions are counted, `server` the process.
 */
export async function measureRound(
  client: Client,
  server: number,
  visit: () => Promise<void>
): Promise<Round> {
  const results: Partial<Round> = {}
  for (const callers of CALLERS) {
    let visits = 0
    const before = await cpuTimes(client, server)
    const throughput = await runCallers(callers, WINDOW, async () => {
      await visit()
      visits += 1
    })
    const after = await cpuTimes(client, server)
    const used = [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)
    results[callers] = { ...throughput, cpu_ms: used / visits }
  }
  return results as Round // every case was measured
}

async function cpuTimes(client: Client, server: number): Promise<Map<number, number>> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`
  )
  return new Map([server, ...rows.map((row) => row.pid)].map((pid) => [pid, cpuMs(pid) ?? 0]))
}
