import { readFileSync } from "node:fs"
import path from "node:path"
import type { z } from "@medusajs/framework/zod"
import { routeAreas } from "../../src/api/routes"
import type { Route, RouteArea } from "../../src/api/utils/define-routes"
import { ERROR_ANSWERS, medusaError } from "../../src/contracts/error-answers"
import { ERRORS, type ErrorCode } from "../../src/contracts/errors"
import { PROJECT_ROOT } from "../lib/paths"
import { Schemas, type Json } from "./schemas"

interface Operation extends Json {
  responses: Record<string, Json>
}

export interface OpenApi extends Json {
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, Operation>>
}

/** The OpenAPI 3.1 document of the plugin's routes: `docs/reference/openapi.json`. */
export function openApiDocument(): OpenApi {
  const file = readFileSync(path.join(PROJECT_ROOT, "package.json"), "utf8")
  const about = JSON.parse(file) as { version: string; description: string }
  const schemas = new Schemas()
  const paths: OpenApi["paths"] = {}
  for (const area of routeAreas) {
    for (const route of area.routes) {
      const operations = (paths[route.path] ??= {})
      operations[route.method.toLowerCase()] = operationOf(route, area, schemas)
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Holdfast for Medusa",
      version: about.version,
      description: about.description,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "http://localhost:9000", description: "A Medusa store on its usual port." }],
    tags: routeAreas.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        publishable_key: { type: "apiKey", in: "header", name: "x-publishable-api-key" },
        token: { type: "http", scheme: "bearer", description: "As /auth/… gives it." },
        session: { type: "apiKey", in: "cookie", name: "connect.sid" },
        admin_api_key: { type: "http", scheme: "basic", description: "A secret API key as user." },
      },
    },
  }
}

function operationOf(route: Route, area: RouteArea, schemas: Schemas): Operation {
  return {
    tags: [area.name],
    operationId: operationId(route),
    summary: route.summary,
    ...(route.details ? { description: route.details } : {}),
    security: securityOf(route),
    parameters: [...pathParameters(route), ...queryParameters(route, schemas), ...headers(route)],
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse(undefined).success,
            content: json(schemas.ofRequest(route.body)),
          },
        }
      : {}),
    responses: responsesOf(route, schemas),
  }
}

/** `getStoreDropsById`, unique because method and path are. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[/-]/).filter(Boolean)
  const named = words.map((word) =>
    word.replace(/^\{(.)/, (_, first: string) => `By${upper(first)}`)
  )
  return method.toLowerCase() + named.map((word) => upper(word.replaceAll(/\W/g, ""))).join("")
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function securityOf({ auth }: Route): Json[] {
  switch (auth) {
    case "admin":
      return [{ token: [] }, { session: [] }, { admin_api_key: [] }]
    case "customer":
      return [
        { publishable_key: [], token: [] },
        { publishable_key: [], session: [] },
      ]
    case "customer_or_guest":
      return [
        { publishable_key: [], token: [] },
        { publishable_key: [], session: [] },
        { publishable_key: [] },
      ]
    case "anyone":
      return [{ publishable_key: [] }]
  }
}

const pathParameters = (route: Route): Json[] =>
  pathParams(route).map(([name, description]) => ({
    name,
    in: "path",
    required: true,
    description,
    schema: { type: "string" },
  }))

/** The parameters in a route's path, and what each is. */
export function pathParams({ path, params }: Route): [name: string, description: string][] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const description = params[name]
    if (!description) throw new Error(`${path}: say in \`params\` what {${name}} is.`)
    return [name, description]
  })
}

function queryParameters({ query }: Route, schemas: Schemas): Json[] {
  const fields = Object.entries<z.ZodType>(query?.shape ?? {})
  return fields.map(([name, contract]): Json => {
    const { description, ...schema } = schemas.ofRequest(contract)
    const required = !contract.safeParse(undefined).success
    // Medusa reads `created_at[$gt]=…`.
    const isMap = JSON.stringify(schemas.resolve(schema)).includes('"$gt"')
    return {
      name,
      in: "query",
      required,
      ...(typeof description === "string" ? { description } : {}),
      ...(isMap ? { style: "deepObject" } : {}),
      schema,
    }
  })
}

const headers = ({ idempotent }: Route): Json[] =>
  idempotent
    ? [
        {
          name: "Idempotency-Key",
          in: "header",
          description: describeKey(idempotent),
          schema: { type: "string" },
        },
      ]
    : []

export const describeKey = (idempotent: string): string =>
  `Makes retries safe: the same key and request ${idempotent}. 128 characters at most.`

function responsesOf(route: Route, schemas: Schemas): Operation["responses"] {
  const responses: Operation["responses"] = {}
  const content = json(schemas.ofAnswer(route.answer))
  responses[route.status ?? 200] = { description: "Done.", content }
  const statuses = [...route.errors.map((code) => ERRORS[code].status), ...medusaStatuses(route)]
  for (const status of new Set(statuses.sort((a, b) => a - b))) {
    responses[status] = errorAnswer(status, route, schemas)
  }
  return responses
}

/** Medusa's own errors: a malformed request, a missing login, and those of the route's entry. */
function medusaStatuses({ auth, medusaErrors = [] }: Route): number[] {
  const login = auth === "admin" || auth === "customer" ? [401] : []
  return [400, ...login, ...medusaErrors]
}

/** Every route rejects what a database cannot store. */
const errorsOf = ({ errors }: Route): Set<ErrorCode> => new Set([...errors, "INVALID_DATA"])

function errorAnswer(status: number, route: Route, schemas: Schemas): Json {
  const codes = [...errorsOf(route)].filter((code) => ERRORS[code].status === status)
  const errors = codes.map((code) => schemas.ofAnswer(ERROR_ANSWERS[code]))
  if (medusaStatuses(route).includes(status)) errors.push(schemas.ofAnswer(medusaError))
  return {
    description: codes.length ? codes.map(sentence).join("\n\n") : "Medusa rejects the request.",
    ...(status === 503 || status === 429
      ? {
          headers: {
            "Retry-After": {
              required: true,
              description: "Seconds to wait before trying again.",
              schema: { type: "integer", minimum: 1 },
            },
          },
        }
      : {}),
    content: json(errors.length === 1 ? (errors[0] ?? {}) : { anyOf: errors }),
  }
}

const sentence = (code: ErrorCode): string => `\`${code}\`: ${ERRORS[code].title}`

const json = (schema: Json): Json => ({ "application/json": { schema } })
