import { z } from "@medusajs/framework/zod"
import { holdfastOptions } from "../../src/contracts/options"
import { code, fieldsOf, generated, paragraphs, table } from "./markdown"
import type { Json } from "./schemas"

export function writeOptionsPage(): string {
  return paragraphs(
    generated("`src/contracts/options.ts`"),
    "# Options",
    "Written in `medusa-config.ts`, at the plugin's entry under `options`. All are optional; an unknown or wrong one stops the\n" +
      "boot with a sentence.",
    table(
      ["option", "default", "may be", "meaning"],
      rowsOf(z.toJSONSchema(holdfastOptions, { io: "input" }))
    ),
    "`hooks` switches ours off where a store takes the hook itself; [Compatibility](../../README.md#compatibility) tells how to\n" +
      "call ours from there. Real time has [a guide](../guides/realtime.md).",
    "In a store that has the plugin's sources in its own tree (as this repository does), the options stand at the entry of the\n" +
      'ledger module instead: `modules: [{ resolve: "./src/modules/ledger", options }]`.'
  )
}

function rowsOf(schema: Json, prefix = ""): string[][] {
  return fieldsOf(schema).flatMap(({ name, meaning, schema: option }) => {
    const full = prefix + (name.includes(".") ? JSON.stringify(name) : name)
    if (option.type === "object") return rowsOf(option, `${full}.`)
    if (!meaning) throw new Error(`The option ${full} has no description.`)
    const preset = option.default === undefined ? "" : JSON.stringify(option.default)
    return [[code(full), code(preset), rangeOf(option), meaning]]
  })
}

function rangeOf(option: Json): string {
  const { enum: values, minimum, maximum, type } = option
  if (Array.isArray(values)) return values.map((value) => code(JSON.stringify(value))).join(", ")
  if (type === "boolean") return "`true`, `false`"
  if (type === "array") return "a list"
  if (minimum === undefined)
    return JSON.stringify(option).includes('"null"') ? "text, `null`" : "text"
  return `${String(minimum)} to ${String(maximum)}`
}
