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

/** Medusa's own type takes any function at all. */
type Guard = (req: never, res: MedusaResponse, next: MedusaNextFunction) => void | Promise<void>
type Method = "GET" | "POST" | "DELETE"
type Path = `/store/${string}` | `/admin/${string}`
/** As the folders of the `route.ts` files name it, with `:id` for `[id]`. */
type RouteName = `${Method} ${Path}`

/** Who may call a route: `customer_or_guest` looks at a customer's token if there is one. */
export type Auth = "admin" | "customer" | "customer_or_guest" | "anyone"

/** All that there is to say of one of our routes; its handler is in a `route.ts`. */
interface RouteDefinition {
  /** What it does, in a few words. */
  summary: string
  details?: string
  /** Unless it is the area's. */
  auth?: Auth
  /** What the parameters of the path are, unless they are the area's. */
  params?: Record<string, string>
  query?: z.ZodObject
  /** Fields of the answer that `fields` in the query chooses from; all of them by default. */
  fields?: readonly string[]
  body?: z.ZodType
  /** What a retry with the same `Idempotency-Key` does. */
  idempotent?: string
  answer: z.ZodType
  /** Of the answer. Default: 200. */
  status?: 201
  /** Beside the area's, in order of precedence; the registry has their statuses. */
  errors?: readonly ErrorCode[]
  /** Statuses of Medusa's own errors, beside 400, and 401 where a login is needed. */
  medusaErrors?: readonly (404 | 422)[]
  /** For RBAC. Default: `read`, `update` or `delete`, by the method. */
  operation?: PolicyOperation
  /** The option that says how often one customer may call it. */
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

/** A route as the OpenAPI file, the reference pages and the tests of real answers know it. */
export interface Route extends RouteDefinition {
  method: Method
  /** With the path's parameters in braces. */
  path: string
  auth: Auth
  params: Record<string, string>
  errors: readonly ErrorCode[]
}

/** The routes of one area, and the middlewares that make them what is said of them. */
export interface RouteArea {
  name: string
  description: string
  routes: readonly Route[]
  middlewares: readonly MiddlewareRoute[]
}

/**
 * The table of an area's routes: validators, login, limits and RBAC policies come from it, and so
 * do the OpenAPI file and the reference pages.
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

/** One of Medusa's own routes: what we put in front of it, and the errors that this adds. */
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

/** The same table for Medusa's own routes, whose other answers are Medusa's. */
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
  // Medusa asks for the login of everything under /admin itself.
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

/** Refused by `requireCustomer`, with our own code. */
const seeCustomer = authenticate("customer", ["session", "bearer"], { allowUnauthenticated: true })

/**
 * Medusa makes a strict copy of an object schema with every request, a tenth of what a reserve
 * costs. In this form it makes none.
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
