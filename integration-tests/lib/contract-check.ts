import Ajv2020, { type ValidateFunction } from "ajv/dist/2020"
import addFormats from "ajv-formats"
import { guardedAreas, routeAreas } from "../../src/api/routes"
import type { GuardedRoute, Route } from "../../src/api/utils/define-routes"
import { ERROR_ANSWERS } from "../../src/contracts/error-answers"
import { ERRORS, type ErrorCode } from "../../src/contracts/errors"
import { openApiDocument } from "../../scripts/docs/openapi"
import type { Answer } from "../../scripts/rush/http"

const DOCUMENT = "https://holdfast.test/openapi.json"

/** Of a body that is shown in a failure; a list of drops would hide what is wrong with it. */
const SHOWN_MAX = 1_500

interface Compared {
  pattern: RegExp
  route: Route | GuardedRoute
}

// Of two that match, the one with fewer parameters is meant: `reservations/me` is nobody's id.
const compared: Compared[] = [
  ...routeAreas.flatMap((area) => area.routes),
  ...guardedAreas.flatMap((area) => area.routes),
]
  .map((route) => ({ route, pattern: patternOf(route.path) }))
  .sort((a, b) => parameters(a.route) - parameters(b.route))

/**
 * What is wrong with a real answer of the server, by the OpenAPI document: an undocumented status,
 * or a body that the contract does not allow. Undefined when nothing is, or when the route is not
 * ours to judge.
 */
export function findBreach(
  method: string,
  url: string,
  { status, body, retryAfter }: Pick<Answer, "status" | "body" | "retryAfter">
): string | undefined {
  if (status === 0) return undefined // no answer came
  const { pathname } = new URL(url)
  const match = compared.find((one) => one.route.method === method && one.pattern.test(pathname))
  if (!match) return undefined
  const wrong =
    "answer" in match.route
      ? breachOfOurs(match.route, status, body)
      : breachOfMedusas(match.route, status, body)
  const isLater = status === 503 || status === 429
  const late = isLater && retryAfter === undefined ? `a ${status} without Retry-After` : undefined
  if (!wrong && !late) return undefined
  const shown = (JSON.stringify(body) ?? "no JSON object").slice(0, SHOWN_MAX)
  return `${method} ${pathname} answered ${status}, against the contract of ${match.route.path}: ${wrong ?? late}\n${shown}`
}

function breachOfOurs(route: Route, status: number, body: unknown): string | undefined {
  const validate = validatorOf(route, status)
  if (!validate) return `the status is not documented; add it to the route's entry in its routes.ts`
  return validate(body) ? undefined : ajv.errorsText(validate.errors, { separator: "; " })
}

/** On Medusa's own routes, we only check our errors: status, shape, and documentation. */
function breachOfMedusas(
  route: GuardedRoute,
  status: number,
  body: Answer["body"]
): string | undefined {
  const code = body?.code
  if (!isCode(code)) return undefined
  if (!route.errors.includes(code)) return `${code} is not documented; add it to guardRoutes`
  if (status !== ERRORS[code].status) return `${code} has status ${ERRORS[code].status}`
  const result = ERROR_ANSWERS[code].safeParse(body)
  return result.success ? undefined : result.error.message
}

const isCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(ERRORS, code)

const document = openApiDocument()
const ajv = addFormats(new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }))
// The document around its schemas is not JSON Schema: only what a pointer leads to is compiled,
// strictly.
ajv.addVocabulary(["openapi", "info", "servers", "tags", "paths", "components"])
ajv.addSchema({ $id: DOCUMENT, ...document })

const validators = new Map<string, ValidateFunction | undefined>()

function validatorOf(route: Route, status: number): ValidateFunction | undefined {
  const method = route.method.toLowerCase()
  const key = `${method} ${route.path} ${status}`
  if (!validators.has(key)) {
    const isDocumented = document.paths[route.path]?.[method]?.responses[status] !== undefined
    const path = encodeURI(route.path.replaceAll("/", "~1"))
    const $ref = `${DOCUMENT}#/paths/${path}/${method}/responses/${status}/content/application~1json/schema`
    validators.set(key, isDocumented ? ajv.compile({ $ref }) : undefined)
  }
  return validators.get(key)
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`)
}

function parameters({ path }: { path: string }): number {
  return path.split("{").length
}
