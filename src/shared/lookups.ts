/** A request's work may outlive it (a workflow's retry, say): its look-ups expire. */
const LOOKUP_MS = 5_000

/** Look-ups shared by a route and its workflow's gate. Not for anything that counts units. */
export class Lookups {
  readonly #known = new Map<string, { found: Promise<unknown>; at_ms: number }>()

  once<Result>(key: string, look: () => Promise<Result>): Promise<Result> {
    const known = this.#known.get(key)
    // The key names what is looked up, so the type is the same.
    if (known && performance.now() - known.at_ms < LOOKUP_MS) return known.found as Promise<Result>
    const found = look()
    this.#known.set(key, { found, at_ms: performance.now() })
    found.catch(() => this.#known.delete(key)) // a failure is not remembered
    return found
  }
}
