import { unsafeUniformIntDistribution, xoroshiro128plus } from "pure-rand"

/** All randomness of a run comes from one seed, so that it can be repeated. */
export class Random {
  readonly #generator

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed)
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return unsafeUniformIntDistribution(from, to, this.#generator)
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent
  }

  /** A random element, or undefined when there are none. */
  pick<Element>(elements: readonly Element[]): Element | undefined {
    return elements[this.int(0, Math.max(0, elements.length - 1))]
  }

  /** Some of them, at least one, in any order. */
  some<Element>(elements: readonly Element[], most: number): Element[] {
    const left = [...elements]
    return Array.from({ length: this.int(1, Math.min(most, left.length)) }, () =>
      left.splice(this.int(0, left.length - 1), 1)
    ).flat()
  }
}
