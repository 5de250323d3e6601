import {
  authenticate,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { answerRefusal } from "./answer"

/**
 * The customer who is logged in: from the token, never from the body.
 *
 * @throws HoldfastError `AUTH_REQUIRED`.
 */
export function customerOf(req: MedusaRequest): string {
  const auth = (req as { auth_context?: { actor_id?: string; actor_type?: string } }).auth_context
  if (!auth?.actor_id || auth.actor_type !== "customer") {
    throw new HoldfastError("AUTH_REQUIRED", "Log in as a customer first.")
  }
  return auth.actor_id
}

/**
 * A login is needed; guests have no vault. Before the body is looked at, so that it tells a
 * stranger nothing.
 */
function requireCustomer(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  try {
    customerOf(req)
    next()
  } catch (error) {
    if (!(error instanceof HoldfastError)) return next(error)
    answerRefusal(res, error)
  }
}

/** Where the shop has no trading, its routes are not there: the Admin API's too. */
export function requireTrading(
  _req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (readOptions().trading.enabled) return next()
  answerRefusal(res, new HoldfastError("NOT_FOUND", "This shop has no vaults and trades."))
}

/** In front of every Store route of vaults, shared inventories and trades. */
export const tradingCustomer: NonNullable<MiddlewareRoute["middlewares"]> = [
  requireTrading,
  authenticate("customer", ["session", "bearer"], {
    allowUnauthenticated: true, // refused below, with our own code
  }),
  requireCustomer,
]
