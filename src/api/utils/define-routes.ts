import {
  authenticate,
  validateAndTransformBody,
  validateAndTransformQuery,
  type MedusaNextFunction,
  type MedusaResponse,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import type { ErrorCode } from "../../contracts/errors"
import type { PolicyOperation, PolicyResource } from "../../contracts/policies"
import { limitPerMinute, type Limited } from "./rate-limit"
import { requireCustomer, requireTrading } from "./trading"

/** Medusa's own type accepts any function. */
type Guard = (req: never, res: MedusaResponse, next: MedusaNextFunction) => void | Promise<void>
type Method = "GET" | "POST" | "DELETE"
type Path = `/store/${string}` | `/admin/${string}`
/** Like the folders of the `route.ts` files, with `:id` for `[id]`. */
type RouteName = `${Method} ${Path}`

/** Who may call a route; `customer_or_guest` reads a customer's token if there is one. */
export type Auth = "admin" | "customer" | "customer_or_guest" | "anyone"

/** Everything about a route but its handler, which is in a `route.ts`. */
interface RouteDefinition {
  summary: string
  details?: string
  /** Default: the area's. */
  auth?: Auth
  /** The path's parameters, unless the area has them. */
  params?: Record<string, string>
  query?: z.ZodObject
  /** What `fields` in the query chooses from; all of them by default. */
  fields?: readonly string[]
  body?: z.ZodType
  /** What a retry with the same `Idempotency-Key` does. */
  idempotent?: string
  answer: z.ZodType
  /** Default: 200. */
  status?: 201
  /** Beside the area's, in order of precedence. */
  errors?: readonly ErrorCode[]
  /** Medusa's own, beside 400, and 401 where a login is needed. */
  medusaErrors?: readonly (404 | 422)[]
  /** For RBAC. Default: `read`, `update` or `delete`, by the method. */
  operation?: PolicyOperation
  /** The option that limits a customer's calls. */
  rateLimit?: Limited
  /** What runs between validation and handler. */
  guards?: Guard[]
}

interface AreaDefinition {
  name: string
  description: string
  auth: Auth
  /** Its routes return 404 in a shop without trading. */
  trading?: true
  /** What an admin user needs a policy for, in a store with RBAC. */
  resource?: PolicyResource
  params?: Record<string, string>
  errors?: readonly ErrorCode[]
  routes: Record<RouteName, RouteDefinition>
}

/** A route for the OpenAPI file, the reference pages and the tests of real responses. */
export interface Route extends RouteDefinition {
  method: Method
  /** With the path's parameters in braces. */
  path: string
  auth: Auth
  params: Record<string, string>
  errors: readonly ErrorCode[]
}

/** The routes of one area, with the middlewares that enforce what is declared. */
export interface RouteArea {
  name: string
  description: string
  routes: readonly Route[]
  middlewares: readonly MiddlewareRoute[]
}

/**
 * Validators, login, limits, RBAC policies, the OpenAPI file and the reference pages all derive
 * from this table.
 */
export function defineRoutes({ routes, ...area }: AreaDefinition): RouteArea {
  const entries = Object.entries(routes) as [RouteName, RouteDefinition][] // the record's own
  return {
    name: area.name,
    description: area.description,
    routes: entries.map(([name, route]) => ({
      ...route,
      ...methodAndPath(name),
      auth: route.auth ?? area.auth,
      params: { ...area.params, ...route.params },
      errors: [...(area.errors ?? []), ...(route.errors ?? [])],
    })),
    middlewares: entries.flatMap(([name, route]) => middlewaresOf(name, route, area)),
  }
}

/** One of Medusa's own routes: what we put before it, and the errors that this adds. */
interface GuardDefinition {
  errors?: readonly ErrorCode[]
  guards: Guard[]
}

export interface GuardedRoute {
  method: Method
  path: string
  errors: readonly ErrorCode[]
}

export interface GuardedArea {
  routes: readonly GuardedRoute[]
  middlewares: readonly MiddlewareRoute[]
}

/** The same for Medusa's own routes; Medusa defines their other responses. */
export function guardRoutes(routes: Record<RouteName, GuardDefinition>): GuardedArea {
  const entries = Object.entries(routes) as [RouteName, GuardDefinition][] // the record's own
  return {
    routes: entries.map(([name, { errors = [] }]) => ({ ...methodAndPath(name), errors })),
    middlewares: entries.map(([name, { guards }]) => ({ ...matcherOf(name), middlewares: guards })),
  }
}

const ALLOWED_BY_DEFAULT = { GET: "read", POST: "update", DELETE: "delete" } as const

function middlewaresOf(
  name: RouteName,
  route: RouteDefinition,
  { auth, trading, resource }: Omit<AreaDefinition, "routes">
): MiddlewareRoute[] {
  // Medusa itself requires a login under /admin.
  const needsCustomer = (route.auth ?? auth) === "customer"
  const middlewares = [
    ...(trading ? [requireTrading] : []),
    ...(needsCustomer ? (trading ? [seeCustomer, requireCustomer] : [customer]) : []),
    ...(route.rateLimit ? [limitPerMinute(route.rateLimit)] : []),
    ...(route.body ? [validateAndTransformBody(strict(route.body))] : []),
    ...(route.query ? [queryValidator(route.query, route.fields)] : []),
    ...(route.guards ?? []),
  ]
  const { method } = methodAndPath(name)
  const operation = route.operation ?? ALLOWED_BY_DEFAULT[method]
  const policies = resource ? { policies: [{ resource, operation }] } : {}
  if (!middlewares.length && !resource) return []
  return [{ ...matcherOf(name), ...policies, middlewares }]
}

const customer = authenticate("customer", ["session", "bearer"])

/** `requireCustomer` rejects guests, with our own code. */
const seeCustomer = authenticate("customer", ["session", "bearer"], { allowUnauthenticated: true })

/**
 * Medusa would copy an object schema on each request, a tenth of the cost of a reserve. It does not
 * copy this form.
 */
const strict = (body: z.ZodType): z.ZodType =>
  body instanceof z.ZodObject ? body.strict().readonly() : body

function queryValidator(query: z.ZodObject, fields?: readonly string[]) {
  const isList = "limit" in query.shape
  const chosen = fields ? { defaults: [...fields], allowed: [...fields] } : { defaults: [] }
  return validateAndTransformQuery(query, { ...chosen, isList })
}

function methodAndPath(name: RouteName): { method: Method; path: string } {
  const [method, path] = name.split(" ") as [Method, Path] // as its type says
  return { method, path: path.replaceAll(/:(\w+)/g, "{$1}") }
}

function matcherOf(name: RouteName): { matcher: string; methods: Method[] } {
  const [method, matcher] = name.split(" ") as [Method, Path] // as its type says
  return { matcher, methods: [method] }
}
