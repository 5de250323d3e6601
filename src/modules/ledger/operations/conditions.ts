/** The conditions of a look-up. Unused filters are left out, so that the planner picks an index. */
export class Conditions {
  readonly #texts: string[] = []
  readonly values: unknown[] = []

  /** Each `?` is one of the values. */
  add(text: string, ...values: unknown[]): void {
    let next = 0
    this.#texts.push(text.replace(/\?/g, () => this.put(values[next++])))
  }

  /** For each key of the filter, the condition of the same name. */
  addAnyOf<Key extends string>(
    texts: Record<Key, string>,
    filter: NoInfer<{ [K in Key]?: readonly string[] }>
  ): void {
    for (const key in texts) {
      const wanted = filter[key]
      if (wanted) this.add(texts[key], [...wanted])
    }
  }

  /** A value for a placeholder outside the conditions. */
  put(value: unknown): string {
    return `$${this.values.push(value)}`
  }

  get where(): string {
    return this.#texts.length ? `where ${this.#texts.join(" and ")}` : ""
  }
}
