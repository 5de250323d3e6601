import { setTimeout as delay } from "node:timers/promises"
import { percentile } from "../../scripts/lib/statistics"

export interface Throughput {
  calls_per_s: number
  p50_ms: number
  p95_ms: number
  p99_ms: number
}

export interface Window {
  /** Before measuring: connections open, code compiles, queues fill. */
  warmUpMs: number
  measuredMs: number
}

/** Runs callers that each call again as soon as the last call returned. */
export async function runCallers(
  callers: number,
  { warmUpMs, measuredMs }: Window,
  call: () => Promise<void>
): Promise<Throughput> {
  const latencies: number[] = []
  let measuring = false
  let over = false
  const caller = async (): Promise<void> => {
    while (!over) {
      const start = performance.now()
      await call()
      if (measuring) latencies.push(performance.now() - start)
    }
  }
  const running = Promise.all(Array.from({ length: callers }, caller))
  // A failing caller ends the run now, not when the time is up.
  await Promise.race([running, delay(warmUpMs)])
  measuring = true
  const start = performance.now()
  await Promise.race([running, delay(measuredMs)])
  measuring = false
  const seconds = (performance.now() - start) / 1_000
  over = true
  await running
  return {
    calls_per_s: latencies.length / seconds,
    p50_ms: percentile(latencies, 0.5),
    p95_ms: percentile(latencies, 0.95),
    p99_ms: percentile(latencies, 0.99),
  }
}
