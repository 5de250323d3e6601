import { AsyncLocalStorage } from "node:async_hooks"
import { translate } from "./database-errors"
import { HoldfastError } from "./errors"

export interface RequestContext {
  /** What a workflow threw, with the details that the engine drops. */
  error?: HoldfastError
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs the rest of a request's handling in its context. */
export const runWithContext = <Result>(context: RequestContext, work: () => Result): Result =>
  storage.run(context, work)

/** For steps and hooks: Medusa drops an error's details on its way out of a workflow. */
export async function keepErrorDetails<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    const error = translate(thrown)
    const context = storage.getStore()
    if (context && error instanceof HoldfastError) context.error = error
    throw error
  }
}
