import { AsyncLocalStorage } from "node:async_hooks"
import type { HoldfastError } from "./errors"

interface RequestContext {
  /** Medusa drops an error's details on its way out of a workflow; they are kept here. */
  refusal?: HoldfastError
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs the rest of a request's handling with a context of its own. */
export function runWithContext(context: RequestContext, work: () => void): void {
  storage.run(context, work)
}

/** Remembers a workflow's error for the response of the current request, if any. */
export function rememberRefusal(error: unknown): void {
  const context = storage.getStore()
  if (context && isRefusal(error)) context.refusal = error
}

export function refusalOf(
  context: RequestContext | undefined = storage.getStore()
): HoldfastError | undefined {
  return context?.refusal
}

export const currentContext = (): RequestContext | undefined => storage.getStore()

const isRefusal = (error: unknown): error is HoldfastError =>
  error instanceof Error && "details" in error
