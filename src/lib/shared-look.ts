import { setImmediate as nextTick } from "node:timers/promises"
import DataLoader from "dataloader"

/**
 * Look-ups, one after the other: all who ask while one runs share the next. Nobody is told what was so before they asked,
 * and thousands who ask for the same cost little more than one.
 *
 * @param look is given what was asked for, each once, and answers in that order.
 */
export function sharedLook<Value>(
  look: (keys: readonly string[]) => Promise<(Value | Error)[]>
): (key: string) => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve()
  let queue: Promise<unknown> = Promise.resolve()
  const loader = new DataLoader<string, Value>(
    (keys) => {
      loader.clearAll() // whoever asks from here on wants to know what is so from here on
      const looking = look(keys)
      running = looking.catch(() => undefined)
      return looking
    },
    {
      batchScheduleFn: (dispatch) => {
        queue = queue
          .then(() => nextTick())
          .then(() => {
            dispatch() // sets `running`
            return running
          })
      },
    }
  )
  return (key) => loader.load(key)
}
