import { AsyncLocalStorage } from "node:async_hooks"
import type { HoldfastError } from "./errors"

interface RequestContext {
  /** Medusa drops an error's details on the way out of a workflow; kept here for the answer. */
  refusal?: HoldfastError
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs a request's further handling with a context of its own. */
export function runWithContext(context: RequestContext, work: () => void): void {
  storage.run(context, work)
}

/** Remembers why a workflow refused, for the answer of the request that it runs in, if any. */
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
