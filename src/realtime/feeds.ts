import { DropFeed, type FeedSurroundings } from "./feed"

/** The feeds of the drops that somebody here watches. */
export class Feeds {
  readonly #feeds = new Map<string, DropFeed>()

  constructor(private readonly around: FeedSurroundings) {}

  of(dropId: string): DropFeed {
    const known = this.#feeds.get(dropId)
    if (known) return known
    const feed = new DropFeed(dropId, this.around, () => {
      if (this.#feeds.get(dropId) === feed) this.#feeds.delete(dropId)
    })
    this.#feeds.set(dropId, feed)
    return feed
  }

  known(dropId: string): DropFeed | undefined {
    return this.#feeds.get(dropId)
  }

  all(): DropFeed[] {
    return [...this.#feeds.values()]
  }
}
