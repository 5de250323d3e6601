import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MedusaRequest,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import { tradingCustomer } from "./customer"

/** Named, since the package's types could not name what is inferred. */
type Middleware = NonNullable<MiddlewareRoute["middlewares"]>[number]

/** Rows of one page that a shopper may ask for. */
const LIMIT_MAX = 100

/** The page of a Store list. */
export const storePage = {
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

export const storePageParams = z.object(storePage)

export type StorePage = z.infer<typeof storePageParams>

/**
 * A Store route of vaults, shared inventories or trades: the login comes first, then everything
 * else.
 */
export function tradingRoute(
  method: "GET" | "POST" | "DELETE",
  matcher: string,
  ...middlewares: NonNullable<MiddlewareRoute["middlewares"]>
): MiddlewareRoute {
  return { matcher, methods: [method], middlewares: [...tradingCustomer, ...middlewares] }
}

export const query = (params: z.ZodObject): Middleware =>
  validateAndTransformQuery(params, { defaults: [], isList: true })

export const body = (schema: z.ZodType): Middleware => validateAndTransformBody(schema)

/** The page that was asked for, of a route whose query was validated. */
export const pageOf = <Page extends StorePage = StorePage>(req: MedusaRequest): Page =>
  req.validatedQuery as Page // by the route's own `query`
