import { percentile } from "../lib/statistics"
import { isBusy, type Answer } from "./http"
import type { Ending } from "./shopper"

export type PhaseName = "prepare" | "add" | "checkout" | "complete" | "reserve" | "purchase"

/** Counts every answer of the rush, and times those of the phases that are its point. */
export class Tally {
  /** `"<phase> <status> <code>"` → how often. */
  readonly codes: Record<string, number> = {}
  /** Shoppers to whom a unit was promised. */
  promised = 0
  /** Shoppers by the way that their visit ended. */
  readonly ended: Record<Ending, number> = { ordered: 0, refused: 0, gave_up: 0, failed: 0 }
  busy = 0
  errors5xx = 0
  /** Requests that were left without an answer. */
  networkErrors = 0
  /** Requests that got no answer and were sent again, with the same `Idempotency-Key`. */
  resent = 0
  private readonly latencies: number[] = []

  /** @param timed the phases whose answers a shopper waits for in the rush itself. */
  constructor(private readonly timed: PhaseName[] = []) {}

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
    if (this.timed.includes(phase)) this.latencies.push(ms)
  }

  /** Milliseconds; 0 where nothing was measured. */
  percentile(share: number): number {
    return Math.round(percentile(this.latencies, share))
  }
}

function outcome({ status, body }: Answer): string {
  if (status === 200 || status === 201) {
    return typeof body?.type === "string" ? `${status} ${body.type}` : String(status)
  }
  const reason = body?.code ?? body?.type ?? "unknown"
  return `${status} ${String(reason)}`
}
