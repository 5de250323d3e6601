import { isBusy, type Answer } from "./http"

export type PhaseName = "prepare" | "add" | "checkout" | "complete" | "reserve" | "purchase"

/** Phases whose answers a shopper waits for in the rush itself. */
const TIMED: ReadonlySet<PhaseName> = new Set(["add", "complete"])

/** Counts every answer of the rush, and times those of the phases that are its point. */
export class Tally {
  /** `"<phase> <status> <code>"` → how often. */
  readonly codes: Record<string, number> = {}
  busy = 0
  errors5xx = 0
  /** Requests that were left without an answer. */
  networkErrors = 0
  /** Requests that got no answer and were sent again, with the same `Idempotency-Key`. */
  resent = 0
  private readonly latencies: number[] = []

  constructor(private readonly timed: ReadonlySet<PhaseName> = TIMED) {}

  /** @param repeats whether the shopper asks again. */
  count(phase: PhaseName, answer: Answer, repeats: boolean): void {
    const key = `${phase} ${answer.networkError ? `no answer (${answer.networkError})` : outcome(answer)}`
    this.codes[key] = (this.codes[key] ?? 0) + 1
    if (isBusy(answer)) this.busy++
    else if (answer.status >= 500) this.errors5xx++
    else if (answer.networkError && repeats) this.resent++
    else if (answer.networkError) this.networkErrors++
  }

  /** What a shopper waited for the last answer, with all the times that they asked again. */
  time(phase: PhaseName, ms: number): void {
    if (this.timed.has(phase)) this.latencies.push(ms)
  }

  /** Milliseconds; 0 where nothing was measured. */
  percentile(share: number): number {
    const sorted = [...this.latencies].sort((a, b) => a - b)
    const at = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)
    return Math.round(sorted[Math.max(0, at)] ?? 0)
  }
}

function outcome({ status, body }: Answer): string {
  if (status === 200 || status === 201) {
    return typeof body?.type === "string" ? `${status} ${body.type}` : String(status)
  }
  const reason = body?.code ?? body?.type ?? "unknown"
  return `${status} ${String(reason)}`
}
