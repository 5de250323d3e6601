/** Work on the same thing, one piece after the other, in the order in which it came. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  take(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(key, mine)
    const end = (): void => {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
    mine.then(end, end)
    return mine
  }
}
