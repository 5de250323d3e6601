import { coalesce } from "../shared/coalesce"
import type { Hint } from "./hints"
import { EVENTS_PER_SECOND } from "./types"

/** Hints that wait to be sent to the other processes; beyond it, those re-read everything shown. */
export const HINTS_WAITING_MAX = 5_000
/** A wire that hangs has failed by then; meanwhile hints wait here, within their limit. */
const SENDING_ENDS_AFTER_MS = 60_000

const RESYNC = JSON.stringify({ kind: "resync" } satisfies Hint)

/** Hints for the other processes, as JSON: concurrent ones together, equal ones once. */
export class Outbox {
  #waiting = new Set<string>()

  constructor(
    private readonly publish: (hints: readonly string[]) => Promise<void>,
    private readonly warn: (message: string) => void
  ) {}

  push(hint: Hint): void {
    this.#waiting.add(JSON.stringify(hint))
    if (this.#waiting.size > HINTS_WAITING_MAX) {
      this.warn(`over ${HINTS_WAITING_MAX} hints wait for other processes, which re-read instead`)
      this.#waiting = new Set([RESYNC])
    }
    void this.#sendSoon(undefined, "all")
  }

  readonly #sendSoon = coalesce(
    async (_, keys) => {
      const hints = [...this.#waiting]
      this.#waiting.clear()
      await this.publish(hints)
      return keys.map(() => undefined)
    },
    { everyMs: 1_000 / EVENTS_PER_SECOND, waitMs: SENDING_ENDS_AFTER_MS }
  )
}
