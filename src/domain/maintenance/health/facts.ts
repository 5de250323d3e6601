import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../../container"
import type { SeenServer } from "../../../modules/ledger/operations/heartbeat"
import type { Run } from "../../../modules/ledger/operations/runs"

/** Milliseconds that one question may take: a health check that hangs tells nobody anything. */
export const ANSWER_WITHIN_MS = 2_000

/** An answer, or why there is none. */
export type Answered<Fact> = { ok: true; fact: Fact } | { ok: false; why: string }

export interface Facts {
  /** The database's clock, and how long it took to say it. */
  clock: Answered<{ now: Date; latency_ms: number }>
  servers: Answered<SeenServer[]>
  runs: Answered<Run[]>
  oldestDue: Answered<Date | null>
}

/** Everything that the checks look at, asked at once. Never throws: no answer is a fact too. */
export async function readFacts(container: MedusaContainer): Promise<Facts> {
  const ledger = ledgerOf(container)
  const start = performance.now()
  const [clock, servers, runs, oldestDue] = await Promise.all([
    answered(ledger.now().then((now) => ({ now, latency_ms: performance.now() - start }))),
    answered(ledger.listServers()),
    answered(ledger.readRuns()),
    answered(ledger.readOldestDue()),
  ])
  return { clock, servers, runs, oldestDue }
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

/** The ledger's refusals are for shoppers; what the database said is in their cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
