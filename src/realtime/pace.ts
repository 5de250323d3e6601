/**
 * Runs `work` soon after it is asked to, and at most once per interval. Whoever asks meanwhile is
 * served by one more run when the interval is over, so the last state is never left out.
 */
export class Pace {
  #running = false
  #asked = false
  #timer?: NodeJS.Timeout

  constructor(
    private readonly intervalMs: number,
    private readonly work: () => Promise<void>,
    /** Called whenever nothing is left to do. */
    private readonly onIdle: () => void = () => undefined
  ) {}

  ask(): void {
    if (this.#running) {
      this.#asked = true
      return
    }
    this.#running = true
    // What is asked for in the same moment belongs together.
    setImmediate(() => void this.#run())
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#running = true
  }

  async #run(): Promise<void> {
    const start = performance.now()
    this.#asked = false
    await this.work()
    const rest = Math.max(0, this.intervalMs - (performance.now() - start))
    this.#timer = setTimeout(() => {
      if (this.#asked) {
        void this.#run()
        return
      }
      this.#running = false
      this.onIdle()
    }, rest)
  }
}
