/** What a request started may outlive it by far (a workflow's retry, say) and use its look-ups. */
const LOOKUP_MS = 5_000

/**
 * What was looked up for one request: what the route reads early, the gate in the workflow's hook
 * reads again a few milliseconds later. Not for anything that counts units.
 */
export class Lookups {
  readonly #known = new Map<string, { found: Promise<unknown>; at_ms: number }>()

  once<Result>(key: string, look: () => Promise<Result>): Promise<Result> {
    const known = this.#known.get(key)
    // The key names what is looked up, so what it finds is of the same type.
    if (known && performance.now() - known.at_ms < LOOKUP_MS) return known.found as Promise<Result>
    const found = look()
    this.#known.set(key, { found, at_ms: performance.now() })
    found.catch(() => this.#known.delete(key)) // a failure is not remembered
    return found
  }
}
