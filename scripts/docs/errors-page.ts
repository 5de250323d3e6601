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
    "In our own routes and middlewares, and where a gate refuses on one of Medusa's cart routes, the answer is\n" +
      "`{ type, code, message, details }`. Where several codes apply, the first in this table is returned.",
    table(["code", "HTTP", "when", "`details`"], rows),
    "A 429 and a 503 carry `Retry-After`, in seconds; nothing was changed then. 503 is also the answer when the database is in\ntrouble.",
    ...Object.entries(schemas.components).flatMap(([name, schema]) => [
      `## \`${name}\``,
      fieldTable(schema),
    ]),
    "Two lines that share an inventory item are short together.",
    "From custom code that runs Medusa's cart workflows, an error arrives as a `MedusaError` with the same `type` and `code`.\n" +
      "Errors of Medusa's own (a malformed body, a missing key) are `{ type, message }`, with a code in lower case or none."
  )
}
