import { writeFileSync } from "node:fs"
import path from "node:path"
import type { Client } from "pg"
import { stateFolder } from "../../scripts/lib/paths"
import type { Executor } from "../../src/shared/executor"
import { findMatches } from "../../src/modules/trading/operations/find-matches"
import { LIMIT } from "./cases"
import { customerIds } from "./customers"
import type { Shape } from "./seed"

/** Customers among whom the slowest is chosen. */
const TRIED = 100

/** Writes the plan of each statement that finds the matches of the slowest customer. */
export async function savePlans(client: Client, shape: Shape): Promise<string> {
  const executor: Executor = { query: (text, values) => client.query(text, values) as never }
  const find = (id: string, on: Executor) =>
    findMatches(on, {
      owner: { type: "customer", id },
      left_out: [],
      blocked: [],
      limit: LIMIT,
    })
  let slowest = { id: "", ms: 0 }
  for (const id of customerIds().slice(0, TRIED)) {
    const start = performance.now()
    await find(id, executor)
    const ms = performance.now() - start
    if (ms > slowest.ms) slowest = { id, ms }
  }
  // One after another: in parallel they would slow each other down.
  const asked: { text: string; values?: unknown[] }[] = []
  await find(slowest.id, {
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
  const head = `${new Date().toISOString()}, ${shape}, ${slowest.id}: ${slowest.ms.toFixed(1)} ms in total`
  writeFileSync(file, `${[head, ...plans].join(`\n\n${"-".repeat(80)}\n\n`)}\n`)
  return file
}
