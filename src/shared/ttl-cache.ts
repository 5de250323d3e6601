/**
 * A short memory of look-ups. Those who ask for the same thing at once share one look-up; a failed
 * one is forgotten.
 */
export class TtlCache<Value> {
  readonly #entries = new Map<string, { value: Promise<Value>; until: number }>()

  constructor(private readonly limits: { ttlMs: number; entriesMax: number }) {}

  get(key: string, look: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key)
    if (known && known.until > Date.now()) return known.value
    const entry = { value: look(), until: Date.now() + this.limits.ttlMs }
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    })
    this.#entries.delete(key) // so that it counts as the newest
    this.#entries.set(key, entry)
    if (this.#entries.size > this.limits.entriesMax) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    return entry.value
  }

  /** The next who asks looks anew. */
  forget(key: string): void {
    this.#entries.delete(key)
  }
}
