import { percentile } from "../lib/statistics"
import { isBusy, type Answer } from "./http"
import type { Ending } from "./shopper"

export type PhaseName = "prepare" | "add" | "checkout" | "complete" | "reserve" | "purchase"

/** Counts all responses of a rush, and times those of the `timed` phases. */
export class Tally {
  /** `"<phase> <status> <code>"` → how often. */
  readonly codes: Record<string, number> = {}
  /** Shoppers who were granted a unit. */
  promised = 0
  /** Shoppers by outcome. */
  readonly ended: Record<Ending, number> = { ordered: 0, refused: 0, gave_up: 0, failed: 0 }
  busy = 0
  errors5xx = 0
  /** Requests without a response. */
  networkErrors = 0
  /** Requests without a response that were sent again with the same `Idempotency-Key`. */
  resent = 0
  private readonly latencies: number[] = []

  /** @param timed the phases whose responses a shopper waits for in the rush. */
  constructor(private readonly timed: PhaseName[] = []) {}

  /** @param repeats whether the shopper tries again. */
  count(phase: PhaseName, answer: Answer, repeats: boolean): void {
    const key = `${phase} ${answer.networkError ? `no answer (${answer.networkError})` : outcome(answer)}`
    this.codes[key] = (this.codes[key] ?? 0) + 1
    if (isBusy(answer)) this.busy++
    else if (answer.status >= 500) this.errors5xx++
    else if (answer.networkError && repeats) this.resent++
    else if (answer.networkError) this.networkErrors++
  }

  /** Time until the last response, retries included. */
  time(phase: PhaseName, ms: number): void {
    if (this.timed.includes(phase)) this.latencies.push(ms)
  }

  /** Milliseconds; 0 if nothing was measured. */
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
