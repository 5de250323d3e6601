import { setTimeout as delay } from "node:timers/promises"

export interface WaitOptions {
  timeoutMs: number
  everyMs?: number
  /** Ends the sentence "Gave up after 5 s waiting for …". */
  what: string
}

/** Polls until the result is neither undefined nor false. Throws after the timeout. */
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
