import type { Client } from "pg"
import { customerIds } from "./customers"
import { runCallers, type Throughput, type Window } from "../kernel/callers"
import { cpuMs } from "../lib/cpu"
import type { Shape } from "./seed"

export const WINDOW: Window = { warmUpMs: 1_500, measuredMs: 4_000 }

/** One customer who looks, and four at once: more than two cores can serve side by side. */
export const CALLERS = [1, 4] as const
export type Case = (typeof CALLERS)[number]

export interface Figures extends Throughput {
  /**
   * Processor time of the server and of its PostgreSQL sessions per look; other programs change it
   * little.
   */
  cpu_ms: number
}
export type Round = Record<Case, Figures>

export const SHAPES: readonly Shape[] = ["even", "skewed"]

/** What the route answers where the request does not say. */
export const LIMIT = 20

const ids = customerIds()
/** Coprime with the number of customers: everybody's turn comes, in no order of the seed's. */
const STRIDE = 377
let turn = 0

export function nextCustomer(): string {
  turn = (turn + STRIDE) % ids.length
  return ids[turn] ?? ""
}

/**
 * All cases in turn. The client's database is the one whose sessions work; `server` is the process
 * that does.
 */
export async function measureRound(
  client: Client,
  server: number,
  look: () => Promise<void>
): Promise<Round> {
  const results: Partial<Round> = {}
  for (const callers of CALLERS) {
    let looks = 0
    const before = await processorTimes(client, server)
    const throughput = await runCallers(callers, WINDOW, async () => {
      await look()
      looks += 1
    })
    const after = await processorTimes(client, server)
    const used = [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)
    results[callers] = { ...throughput, cpu_ms: used / looks }
  }
  return results as Round // every case was measured
}

async function processorTimes(client: Client, server: number): Promise<Map<number, number>> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`
  )
  return new Map([server, ...rows.map((row) => row.pid)].map((pid) => [pid, cpuMs(pid) ?? 0]))
}
