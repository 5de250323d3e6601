import { encodeHints, type Hint } from "./hints"
import { Pace } from "./pace"
import type { Wire } from "./wires"

/**
 * Hints that wait to be sent, at most. Beyond that one says that some were lost, which costs the
 * others a reading.
 */
const HINTS_MAX = 5_000

/** Hints for the other processes, sent together and each drop's change of figures once. */
export class Outbox {
  readonly #pace: Pace
  #facts: Hint[] = []
  readonly #figures = new Set<string>()

  constructor(
    private readonly self: string,
    private readonly wire: () => Wire,
    perSecond: number
  ) {
    this.#pace = new Pace(1_000 / perSecond, () => this.#send())
  }

  push(hint: Hint): void {
    if (hint.kind === "figures") this.#figures.add(hint.drop_id)
    else this.#facts.push(hint)
    if (this.#facts.length > HINTS_MAX) this.#facts = [{ kind: "resync" }]
    this.#pace.ask()
  }

  stop(): void {
    this.#pace.stop()
  }

  async #send(): Promise<void> {
    const figures = [...this.#figures].map((drop_id) => ({ kind: "figures" as const, drop_id }))
    const hints = [...this.#facts, ...figures]
    this.#facts = []
    this.#figures.clear()
    await this.wire().publish(encodeHints(this.self, hints))
  }
}
