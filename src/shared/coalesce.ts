import { setImmediate as nextTick, setTimeout as delay } from "node:timers/promises"
import DataLoader from "dataloader"

interface Limits {
  /** Keys of one call. */
  batchMax?: number
  /** Milliseconds between the beginnings of two calls, at least. */
  everyMs?: number
  /** Milliseconds that the next call waits for one that hangs. */
  waitMs?: number
}

/**
 * One call at a time, each for all who asked while the last one ran: thousands who want the same
 * cost little more than one, and no result is older than its request.
 * @param work gets each key once, and returns a value for each in that order. Its context is the
 * last one given: it says where to look, never for whom.
 */
export function coalesce<Context, Value>(
  work: (context: Context, keys: readonly string[]) => Promise<(Value | Error)[]>,
  { batchMax = 200, everyMs = 0, waitMs = 2_000 }: Limits = {}
): (context: Context, key: string) => Promise<Value> {
  let context: Context
  let running: Promise<unknown> = Promise.resolve()
  let queue: Promise<unknown> = Promise.resolve()
  const loader = new DataLoader<string, Value>(
    (keys) => {
      loader.clearAll() // later requests are for the next call
      const working = work(context, keys)
      running = working.catch(() => undefined)
      return working
    },
    {
      maxBatchSize: batchMax,
      batchScheduleFn: (dispatch) => {
        queue = queue
          .then(() => nextTick())
          .then(() => {
            const pause = everyMs > 0 && delay(everyMs)
            dispatch() // sets `running`
            const end = Promise.race([running, delay(waitMs, undefined, { ref: false })])
            return Promise.all([end, pause])
          })
      },
    }
  )
  return (asked, key) => {
    context = asked
    return loader.load(key)
  }
}
