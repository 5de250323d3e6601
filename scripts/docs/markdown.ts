import type { Json, Schemas } from "./schemas"

/** A Markdown table; Prettier aligns it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("\n", " ").replaceAll("|", "\\|")).join(" | ")} |`
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")
}

export const code = (text: string): string => (text ? `\`${text}\`` : "")

export const paragraphs = (...parts: readonly string[]): string =>
  `${parts.filter(Boolean).join("\n\n")}\n`

/** The notice at the head of every generated page. */
export const generated = (source: string): string =>
  `<!-- Written by \`npm run docs\` from ${source}: change it there. -->`

/** A JSON Schema as a TypeScript type, short enough for a table cell. */
export function typeText(schema: Json): string {
  const { $ref, anyOf, enum: values, type, items, properties, format } = schema
  if ("const" in schema) return JSON.stringify(schema.const)
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? ""
  if (Array.isArray(anyOf))
    return [...new Set(anyOf.map((one) => typeText(one as Json)))].join(" | ")
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(" | ")
  if (Array.isArray(schema.prefixItems))
    return `[${schema.prefixItems.map((one) => typeText(one as Json)).join(", ")}]`
  if (type === "array") return listText(typeText(items as Json))
  if (type === "object" && properties) return objectText(schema)
  if (type === "integer") return "whole number"
  if (format === "date-time") return "date-time"
  return typeof type === "string" ? type : "anything"
}

const listText = (item: string): string => (item.includes(" ") ? `(${item})[]` : `${item}[]`)

function objectText(schema: Json): string {
  const fields = fieldsOf(schema).map(
    ({ name, required, type }) => `${name}${required ? "" : "?"}: ${type}`
  )
  return fields.length ? `{ ${fields.join(", ")} }` : "{}"
}

export interface Field {
  name: string
  required: boolean
  type: string
  meaning: string
  schema: Json
}

/** The fields of an object's JSON Schema. */
export function fieldsOf({ properties, required }: Json): Field[] {
  const needed = new Set(Array.isArray(required) ? (required as string[]) : [])
  return Object.entries((properties ?? {}) as Record<string, Json>).map(([name, schema]) => ({
    name,
    required: needed.has(name) && schema.default === undefined,
    type: typeText(schema),
    meaning: typeof schema.description === "string" ? schema.description : "",
    schema,
  }))
}

export const fieldTable = (schema: Json): string =>
  table(
    ["field", "type", "meaning"],
    fieldsOf(schema).map(({ name, required, type, meaning }) => [
      code(name) + (required ? "" : " (optional)"),
      code(type),
      meaning,
    ])
  )

/** The shapes with a name that a page has mentioned so far; for its end. */
export function shapeParts({ components }: Schemas): string[] {
  const shapes = Object.entries(components).sort(([a], [b]) => a.localeCompare(b))
  if (!shapes.length) return []
  return [
    "## Shapes",
    ...shapes.flatMap(([name, schema]) => [
      `### ${name}`,
      String(schema.description ?? ""),
      schema.type === "object" ? fieldTable(schema) : code(typeText(schema)),
    ]),
  ]
}
