import type { MedusaRequest } from "@medusajs/framework/http"
import { HoldfastError } from "../../shared/errors"
import type { StorePage } from "./query"

/** A UUID has 36 characters. */
const KEY_LENGTH_MAX = 128

type CustomerRequest = MedusaRequest & {
  auth_context?: { actor_id?: string; actor_type?: string }
}

/** The customer of the token, which Medusa verifies for all of `/store`. */
export function customerOfToken({ auth_context }: CustomerRequest): string | undefined {
  return auth_context?.actor_type === "customer" ? auth_context.actor_id || undefined : undefined
}

/** Never from the body. @throws HoldfastError `AUTH_REQUIRED`. */
export function customerOf(req: MedusaRequest): string {
  const customer = customerOfToken(req)
  if (!customer) throw new HoldfastError("AUTH_REQUIRED", "Please log in first.")
  return customer
}

export const idOf = (req: MedusaRequest): string => String(req.params.id)

/** The page that the query asks for; the route's table entry must have a query. */
export const pageOf = <Page extends StorePage = StorePage>(req: MedusaRequest): Page =>
  req.validatedQuery as Page // by the entry's schema

/** The fields of a row that the query asks for. */
export const chosenFields = <Row extends object>(req: MedusaRequest, row: Row): Partial<Row> =>
  Object.fromEntries(
    Object.entries(row).filter(([field]) => req.queryConfig.fields.includes(field))
  ) as Partial<Row> // fields of the row, and no others

/** @throws HoldfastError `INVALID_DATA` for a key that is too long. */
export function idempotencyKeyOf(req: Pick<MedusaRequest, "get">): string | undefined {
  const key = req.get("Idempotency-Key")
  if (key && key.length > KEY_LENGTH_MAX) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Use an Idempotency-Key of at most ${KEY_LENGTH_MAX} characters, not ${key.length}.`
    )
  }
  return key || undefined
}
