import { ERROR_DETAILS } from "../../src/contracts/error-answers"
import { ERRORS, type ErrorCode } from "../../src/contracts/errors"
import { code, fieldTable, generated, paragraphs, table, typeText } from "./markdown"
import { Schemas } from "./schemas"

export function writeErrorsPage(): string {
  const schemas = new Schemas()
  const detailsOf = (name: ErrorCode): string => {
    const details = ERROR_DETAILS[name]
    if (!details) return ""
    return code(typeText(schemas.ofAnswer(details.schema))) + (details.optional ? " or none" : "")
  }
  // The registry's keys are its codes.
  const codes = Object.keys(ERRORS) as ErrorCode[]
  const rows = codes.map((name) => [
    code(name),
    String(ERRORS[name].status),
    ERRORS[name].title,
    detailsOf(name),
  ])
  return paragraphs(
    generated("`src/contracts/errors.ts` and `src/contracts/error-answers.ts`"),
    "# Errors",
    "Our routes and middlewares, and the gates on Medusa's cart routes, return errors as\n" +
      "`{ type, code, message, details }`. If several codes apply, you get the first in this table.",
    table(["code", "HTTP", "when", "`details`"], rows),
    "A 429 or 503 has a `Retry-After` header, in seconds, and nothing was changed. A 503 can also mean a database problem.",
    ...Object.entries(schemas.components).flatMap(([name, schema]) => [
      `## \`${name}\``,
      fieldTable(schema),
    ]),
    "Lines that share an inventory item are short together.",
    "Custom code that runs Medusa's cart workflows gets a `MedusaError` with the same `type` and `code`. Medusa's own errors\n" +
      "(a malformed body, a missing key) are `{ type, message }`, with a code in lower case or none."
  )
}
