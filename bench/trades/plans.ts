import { writeFileSync } from "node:fs"
import path from "node:path"
import type { Client } from "pg"
import { stateFolder } from "../../scripts/lib/paths"
import type { Executor } from "../../src/shared/executor"
import { findMatches } from "../../src/modules/trading/operations/find-matches"
import { LIMIT } from "./cases"
import { customerIds } from "./customers"
import type { Shape } from "./seed"

/** Customers of whom the slowest is looked at. */
const TRIED = 100

/**
 * Writes how PostgreSQL answers each statement of one look for matches, of the slowest of some
 * customers.
 */
export async function savePlans(client: Client, shape: Shape): Promise<string> {
  const executor: Executor = { query: (text, values) => client.query(text, values) as never }
  const look = (id: string, on: Executor) =>
    findMatches(on, {
      owner: { type: "customer", id },
      left_out: [],
      blocked: [],
      limit: LIMIT,
    })
  let slowest = { id: "", ms: 0 }
  for (const id of customerIds().slice(0, TRIED)) {
    const start = performance.now()
    await look(id, executor)
    const ms = performance.now() - start
    if (ms > slowest.ms) slowest = { id, ms }
  }
  // One after the other: side by side they would slow each other down.
  const asked: { text: string; values?: unknown[] }[] = []
  await look(slowest.id, {
    query(text, values) {
      asked.push({ text, values })
      return executor.query(text, values)
    },
  })
  const plans: string[] = []
  for (const { text, values } of asked) {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, buffers) ${text}`,
      values
    )
    plans.push(`${text.trim()}\n\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}`)
  }
  const file = path.join(stateFolder("bench"), `match-plans-${shape}.txt`)
  const head = `${new Date().toISOString()}, ${shape}, ${slowest.id}: ${slowest.ms.toFixed(1)} ms in all`
  writeFileSync(file, `${[head, ...plans].join(`\n\n${"-".repeat(80)}\n\n`)}\n`)
  return file
}
