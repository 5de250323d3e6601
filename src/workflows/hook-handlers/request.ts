import { AsyncLocalStorage } from "node:async_hooks"
import type { BegunAttempt } from "../../domain/checkout/complete"
import type { Asker } from "../../domain/inventory/demand"
import { Lookups } from "../../shared/lookups"

/**
 * The HTTP request of a hook's handler. Medusa passes no context from route to hook, so it is
 * ambient here, and only here: the domain gets it as an argument.
 */
interface HttpRequest {
  asker: Asker
  /** What the route prepared of the completion. */
  begun?: BegunAttempt
  /** The cart whose holds the gate found to match its lines exactly. */
  fitting?: string
}

const storage = new AsyncLocalStorage<HttpRequest>()

export const asRequest = <Result>(customer_id: string | undefined, work: () => Result): Result =>
  storage.run({ asker: { customer_id, lookups: new Lookups() } }, work)

/** For work that serves several requests at once: it must not act for the one that began it. */
export const outsideRequest = <Result>(work: () => Result): Result => storage.exit(work)

/** Undefined outside of HTTP requests. */
export const currentRequest = (): HttpRequest | undefined => storage.getStore()
