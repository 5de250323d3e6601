import { setImmediate as nextTick, setTimeout as delay } from "node:timers/promises"
import DataLoader from "dataloader"

/** Keys of one call at most. */
const BATCH_MAX = 200

/**
 * Milliseconds after which the next call does not wait for the last one any more: a connection may
 * hang.
 */
const WAIT_MS = 2_000

/**
 * Calls one after the other, each for all who asked while the last one ran: thousands who want the
 * same cost little more than one, and nobody is answered with what was so before they asked.
 *
 * @param work is given what was asked for, each once, and answers in that order.
 */
export function together<Value>(
  work: (keys: readonly string[]) => Promise<(Value | Error)[]>,
  { waitMs = WAIT_MS } = {}
): (key: string) => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve()
  let queue: Promise<unknown> = Promise.resolve()
  const loader = new DataLoader<string, Value>(
    (keys) => {
      loader.clearAll() // whoever asks from here on is for the next call
      const working = work(keys)
      running = working.catch(() => undefined)
      return working
    },
    {
      maxBatchSize: BATCH_MAX,
      batchScheduleFn: (dispatch) => {
        queue = queue
          .then(() => nextTick())
          .then(() => {
            dispatch() // sets `running`
            return Promise.race([running, delay(waitMs, undefined, { ref: false })])
          })
      },
    }
  )
  return (key) => loader.load(key)
}
