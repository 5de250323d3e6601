import Table from "cli-table3"
import type { Machine } from "./lib/machine"
import type { SuiteResult } from "./suite"

export function renderMachine(machine: Machine): string {
  const settings = Object.entries(machine.postgres_settings).map(
    ([name, value]) => `${name} ${value}`
  )
  return [
    `${machine.date}, commit ${machine.commit}`,
    `${machine.cores} × ${machine.cpu}, ${machine.memory_gb} GB; node ${machine.node}, Medusa ${machine.medusa}`,
    `PostgreSQL ${machine.postgres}, ${settings.join(", ")}`,
  ].join("\n")
}

export function renderSuite({ title, config, columns, rows, aims }: SuiteResult): string {
  const table = new Table({
    head: ["", ...columns.map((column) => column.title)],
    style: { head: [], border: [] },
    colAligns: ["left", ...columns.map(() => "right" as const)],
  })
  for (const row of rows) table.push([row.name, ...columns.map(({ key }) => cell(row[key]))])
  const settings = Object.entries(config).map(([name, value]) => `${name}: ${value}`)
  const verdicts = aims.map(
    ({ what, value, aim, met }) => `${met ? "met" : "MISSED"}: ${what} ${value} (aim ${aim})`
  )
  return [`\n${title}`, settings.join("; "), table.toString(), ...verdicts].join("\n")
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "-"
  return typeof value === "number" ? value.toLocaleString("en") : value
}
