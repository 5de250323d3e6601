import type { Auth, GuardedArea, Route, RouteArea } from "../../src/api/utils/define-routes"
import { ERRORS, type ErrorCode } from "../../src/contracts/errors"
import { code, fieldsOf, generated, paragraphs, shapeParts, table, typeText } from "./markdown"
import { describeKey, pathParams } from "./openapi"
import { Schemas } from "./schemas"

const FOLDER = "docs/reference/routes"

const SOURCE = generated("the `routes.ts` files under `src/api`")

const WHO = {
  admin: "admin users",
  customer: "customers who are logged in",
  customer_or_guest: "customers, and guests where allowed",
  anyone: "anyone with a publishable key",
} satisfies Record<Auth, string>

/** An index, and one page per area. */
export function writeRoutePages(
  areas: readonly RouteArea[],
  guarded: readonly GuardedArea[]
): Record<string, string> {
  const pages = areas.map((area) => [`${FOLDER}/${fileOf(area)}`, areaPage(area)] as const)
  return { [`${FOLDER}/README.md`]: indexPage(areas, guarded), ...Object.fromEntries(pages) }
}

/** `drops-admin.md` of `Drops (admin)`. */
const fileOf = ({ name }: RouteArea): string =>
  `${name.toLowerCase().replaceAll(/\W+/g, " ").trim().replaceAll(" ", "-")}.md`

function indexPage(areas: readonly RouteArea[], guarded: readonly GuardedArea[]): string {
  const rows = guarded
    .flatMap((area) => area.routes)
    .filter((route) => route.errors.length)
    .map((route) => [code(`${route.method} ${route.path}`), errorsOf(route)])
  return paragraphs(
    SOURCE,
    "# Routes",
    "The same as an OpenAPI 3.1 file: [openapi.json](../openapi.json). The tests check every response against it. Times are\n" +
      "ISO 8601 in UTC. Store routes need Medusa's `x-publishable-api-key`; all errors are in [errors](../errors.md).",
    ...areas.flatMap((area) => [
      `## [${area.name}](${fileOf(area)})`,
      area.description,
      table(
        ["route", ""],
        area.routes.map((route) => [code(`${route.method} ${route.path}`), route.summary])
      ),
    ]),
    "## Medusa's own routes",
    "They return what Medusa returns, and these [errors](../errors.md) of the plugin:",
    table(["route", "added errors"], rows)
  )
}

function areaPage(area: RouteArea): string {
  const schemas = new Schemas()
  return paragraphs(
    SOURCE,
    `# ${area.name}`,
    `${area.description} All routes: [index](README.md).`,
    ...area.routes.flatMap((route) => routeParts(route, schemas)),
    ...shapeParts(schemas)
  )
}

function routeParts(route: Route, schemas: Schemas): string[] {
  const answer = code(typeText(schemas.ofAnswer(route.answer)))
  const inputs = inputsOf(route, schemas)
  return [
    `## ${route.method} ${route.path}`,
    `${route.summary}. ${route.details ?? ""}`.trim(),
    `For ${WHO[route.auth]}.`,
    inputs.length ? table(["input", "where", "type", "meaning"], inputs) : "",
    [
      `- ${route.status ?? 200}: ${answer}`,
      ...(route.errors.length ? [`- ${errorsOf(route)}`] : []),
    ].join("\n"),
  ]
}

function inputsOf(route: Route, schemas: Schemas): string[][] {
  const { idempotent } = route
  const query = Object.entries(route.query?.shape ?? {}).map(([name, contract]) => {
    const { description, ...schema } = schemas.ofRequest(contract)
    return [code(name), "query", code(typeText(schema)), String(description ?? "")]
  })
  const body = route.body ? fieldsOf(schemas.ofRequest(route.body)) : []
  return [
    ...pathParams(route).map(([name, what]) => [code(name), "path", "`string`", what]),
    ...(idempotent ? [["`Idempotency-Key`", "header", "`string`", describeKey(idempotent)]] : []),
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
function errorsOf({ errors }: { errors: readonly ErrorCode[] }): string {
  const statuses = [...new Set(errors.map((one) => ERRORS[one].status))].sort((a, b) => a - b)
  return statuses
    .map((status) => {
      const codes = errors.filter((one) => ERRORS[one].status === status)
      return `${status} ${codes.map(code).join(", ")}`
    })
    .join("; ")
}
