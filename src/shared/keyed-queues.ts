import * as fastq from "fastq"
import type { queueAsPromised } from "fastq"

type Task = () => Promise<void>

/** A queue per key: its tasks run one after the other, and other keys do not wait for them. */
export class KeyedQueues {
  readonly #queues = new Map<string, queueAsPromised<Task, void>>()

  /** Whether a task of this key runs or waits. */
  has(key: string): boolean {
    return this.#queues.has(key)
  }

  of(key: string): queueAsPromised<Task, void> {
    const known = this.#queues.get(key)
    if (known) return known
    const queue = fastq.promise<unknown, Task, void>((task) => task(), 1)
    queue.drain = () => void this.#queues.delete(key)
    this.#queues.set(key, queue)
    return queue
  }
}
