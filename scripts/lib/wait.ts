import { setTimeout as delay } from "node:timers/promises"

export interface WaitOptions {
  timeoutMs: number
  everyMs?: number
  /** Ends the sentence "Gave up after 5 s waiting for …". */
  what: string
}

/** Asks until the answer is neither undefined nor false. Never longer than the time allowed. */
export async function waitFor<T>(
  ask: () => Promise<T | undefined | false>,
  { timeoutMs, everyMs = 100, what }: WaitOptions
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() >= end)
      throw new Error(`Gave up after ${timeoutMs / 1000} s waiting for ${what}.`)
    await delay(everyMs)
  }
}
