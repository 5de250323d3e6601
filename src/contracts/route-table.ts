import type { z } from "@medusajs/framework/zod"
import type { ErrorCode } from "./errors"

/**
 * One of our routes, as the OpenAPI file, the reference page and the tests of real answers know it.
 */
export interface RouteEntry {
  method: "GET" | "POST" | "DELETE"
  /**
   * As the folders under `src/api` name it, with the path's parameters in braces:
   * `/store/drops/{id}`.
   */
  path: `/store/${string}` | `/admin/${string}`
  /** What it does, in a few words. */
  summary: string
  /** What else one should know. */
  details?: string
  /** Who may ask: `customer_or_guest` looks at a customer's token if there is one. */
  auth: "admin" | "customer" | "customer_or_guest" | "anyone"
  /** What each parameter of the path is. */
  params?: Record<string, string>
  query?: z.ZodObject
  headers?: Record<string, string>
  body?: z.ZodType
  /** By HTTP status below 400. */
  answers: Record<number, z.ZodType>
  /** Refusals with a code of the registry; the status is the registry's. */
  errors: readonly ErrorCode[]
  /** Statuses with which Medusa itself refuses, beside 400, and 401 where a login is needed. */
  medusaErrors?: readonly (404 | 422)[]
}

/** The routes of one area, written beside their `route.ts` files. */
export interface RouteArea {
  name: string
  description: string
  routes: readonly RouteEntry[]
}

/**
 * One of Medusa's own routes on which our middlewares and hooks may refuse; its other answers are
 * Medusa's.
 */
export interface GuardedRoute {
  method: RouteEntry["method"]
  path: RouteEntry["path"]
  errors: readonly ErrorCode[]
}
