import { AsyncLocalStorage } from "node:async_hooks"
import type { HoldfastError } from "./errors"

interface RequestContext {
  /** The customer whose token the request carries, if it carries one. */
  customer_id?: string
  /** Medusa drops an error's details on the way out of a workflow; kept here for the answer. */
  refusal?: HoldfastError
  /** The completion that the route began, so that the hook knows what is done already. */
  begun?: BegunAttempt
  /** The cart whose holds the gate found to be what its lines need, and no more. */
  fitting?: string
  /** What was looked up for this request already. */
  readonly lookups: Map<string, { found: Promise<unknown>; at_ms: number }>
}

export interface BegunAttempt {
  cart_id: string
  owner: string
  /** The items whose turns it took. */
  inventory_item_ids: readonly string[]
  /** When it began, by this process's clock, and only ever compared with that. */
  at_ms: number
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs a request's further handling with a context of its own. */
export function runWithContext(about: { customer_id?: string }, work: () => void): void {
  storage.run({ ...about, lookups: new Map() }, work)
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

/** Spares the request's own event the look for holds that its cart does not need. */
export function rememberFitting(cartId: string): void {
  const context = storage.getStore()
  if (context) context.fitting = cartId
}

/** What a request started, such as a workflow's retry, may outlive it with its context. */
const LOOKUP_MS = 5_000

/**
 * Looks something up once per request: what the route looks at early, the gate in the workflow's
 * hook looks at again a few milliseconds later. Outside of a request it is looked up each time. Not
 * for anything that counts units.
 */
export function oncePerRequest<Result>(key: string, look: () => Promise<Result>): Promise<Result> {
  const lookups = storage.getStore()?.lookups
  if (!lookups) return look()
  const known = lookups.get(key)
  // The key names what is looked up, so what it finds is of the same type.
  if (known && performance.now() - known.at_ms < LOOKUP_MS) return known.found as Promise<Result>
  const found = look()
  lookups.set(key, { found, at_ms: performance.now() })
  found.catch(() => lookups.delete(key)) // a failure is not remembered
  return found
}

export const currentContext = (): RequestContext | undefined => storage.getStore()

const isRefusal = (error: unknown): error is HoldfastError =>
  error instanceof Error && "details" in error
