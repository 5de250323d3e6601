import { ERRORS } from "../../src/contracts/errors"
import type { GuardedRoute, RouteArea, RouteEntry } from "../../src/contracts/route-table"
import { code, fieldsOf, fieldTable, generated, paragraphs, table, typeText } from "./markdown"
import { Schemas } from "./schemas"

const WHO = {
  admin: "An admin user",
  customer: "A customer who is logged in",
  customer_or_guest: "A customer, or a guest where that is allowed",
  anyone: "Anyone with a publishable key",
} satisfies Record<RouteEntry["auth"], string>

export function writeRoutesPage(
  areas: readonly RouteArea[],
  guarded: readonly GuardedRoute[]
): string {
  const schemas = new Schemas()
  const sections = areas.flatMap((area) => [
    `## ${area.name}`,
    area.description,
    ...area.routes.flatMap((route) => routeParts(route, schemas)),
  ])
  const shapes = Object.entries(schemas.components).sort(([a], [b]) => a.localeCompare(b))
  return paragraphs(
    generated("the `openapi.ts` files under `src/api`"),
    "# Routes",
    "The same as an OpenAPI 3.1 file: [openapi.json](openapi.json). The tests hold every answer of the server against it. Times\n" +
      "are ISO 8601 in UTC. Store routes want Medusa's `x-publishable-api-key`; every refusal is in [errors](errors.md).",
    ...sections,
    "## Medusa's own routes",
    "Their answers are Medusa's. The plugin adds these refusals, in the form of [errors](errors.md):",
    table(
      ["route", "added refusals"],
      guarded.map((route) => [code(`${route.method} ${route.path}`), refusals(route)])
    ),
    "## Shapes",
    ...shapes.flatMap(([name, schema]) => [
      `### ${name}`,
      String(schema.description ?? ""),
      schema.type === "object" ? fieldTable(schema) : code(typeText(schema)),
    ])
  )
}

function routeParts(route: RouteEntry, schemas: Schemas): string[] {
  const answers = Object.entries(route.answers).map(
    ([status, contract]) => `- ${status}: ${code(typeText(schemas.ofAnswer(contract)))}`
  )
  const inputs = inputsOf(route, schemas)
  return [
    `### ${route.method} ${route.path}`,
    `${route.summary}. ${route.details ?? ""}`.trim(),
    `${WHO[route.auth]} may ask.`,
    inputs.length ? table(["input", "where", "type", "meaning"], inputs) : "",
    [...answers, ...(route.errors.length ? [`- ${refusals(route)}`] : [])].join("\n"),
  ]
}

function inputsOf(route: RouteEntry, schemas: Schemas): string[][] {
  const params = Object.entries(route.params ?? {}).map(([name, what]) => [
    code(name),
    "path",
    "`string`",
    what,
  ])
  const headers = Object.entries(route.headers ?? {}).map(([name, what]) => [
    code(name),
    "header",
    "`string`",
    what,
  ])
  const query = Object.entries(route.query?.shape ?? {}).map(([name, contract]) => {
    const { description, ...schema } = schemas.ofRequest(contract)
    return [code(name), "query", code(typeText(schema)), String(description ?? "")]
  })
  const body = route.body ? fieldsOf(schemas.ofRequest(route.body)) : []
  return [
    ...params,
    ...headers,
    ...query,
    ...body.map(({ name, required, type, meaning }) => [
      code(name) + (required ? "" : " (optional)"),
      "body",
      code(type),
      meaning,
    ]),
  ]
}

/** `409 CODE, CODE; 503 CODE`. */
function refusals({ errors }: { errors: RouteEntry["errors"] }): string {
  const statuses = [...new Set(errors.map((one) => ERRORS[one].status))].sort((a, b) => a - b)
  return statuses
    .map((status) => {
      const codes = errors.filter((one) => ERRORS[one].status === status)
      return `${status} ${codes.map(code).join(", ")}`
    })
    .join("; ")
}
