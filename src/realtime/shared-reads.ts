interface Reads<Value> {
  running: Promise<Value>
  next?: Promise<Value>
}

/**
 * Fresh reads of hot things: a read is never older than the question, yet however many ask at once,
 * one read runs and one waits. A thousand shoppers who join a drop in the same moment cost two
 * reads.
 */
export class SharedReads<Value> {
  readonly #reads = new Map<string, Reads<Value>>()

  constructor(private readonly read: (key: string) => Promise<Value>) {}

  get(key: string): Promise<Value> {
    const known = this.#reads.get(key)
    if (!known) return this.#start(key)
    // The running read may have looked before the asker's cause was committed.
    known.next ??= known.running.then(
      () => this.#start(key),
      () => this.#start(key)
    )
    return known.next
  }

  #start(key: string): Promise<Value> {
    const reads: Reads<Value> = { running: this.read(key) }
    this.#reads.set(key, reads)
    const end = (): void => {
      if (!reads.next) this.#reads.delete(key)
    }
    reads.running.then(end, end)
    return reads.running
  }
}
