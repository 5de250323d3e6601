import { AsyncLocalStorage } from "node:async_hooks"
import type { BegunAttempt } from "../../domain/checkout/complete"
import type { Asker } from "../../domain/inventory/demand"
import { Lookups } from "../../shared/lookups"

/**
 * The HTTP request that a hook's handler runs in. Medusa's workflows carry no context from
 * the route to the hook, so it is ambient here, and nowhere below: the domain is given it.
 */
interface HttpRequest {
  asker: Asker
  /** The completion that the route has prepared, so that the hook knows what is done already. */
  begun?: BegunAttempt
  /** The cart whose holds the gate found to be what its lines need, and no more. */
  fitting?: string
}

const storage = new AsyncLocalStorage<HttpRequest>()

/** Runs a request's further handling as that request. */
export const asRequest = <Result>(customer_id: string | undefined, work: () => Result): Result =>
  storage.run({ asker: { customer_id, lookups: new Lookups() } }, work)

/** Undefined outside of HTTP requests. */
export const currentRequest = (): HttpRequest | undefined => storage.getStore()
