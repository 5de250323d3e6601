import Table from "cli-table3"
import { COMPACT } from "../table"
import { dropFindings, type DropRushResult } from "./result"

const GOOD =
  "Every unit went to one customer, nobody lost one, and everybody else was told at once."

export function renderDropResult(result: DropRushResult): string {
  const table = new Table({ ...COMPACT, colAligns: ["left", "right", "left"] })
  const row = (name: string, value: number, note = "") =>
    table.push([name, value.toLocaleString("en"), note])

  row("shoppers", result.shoppers, `over ${result.processes} process(es)`)
  row("units", result.units, `at ${result.locations} stock location(s)`)
  row("holds", result.holds, "customers who were given a unit")
  row("refused", result.refused, "told why")
  row("orders", result.orders, `of ${result.buyers} holders who went to buy`)
  row("failed", result.failed, "met an error that explains nothing")
  row("busy", result.busy, "answers 503 CHECKOUT_BUSY, tried again")
  row("HTTP 5xx", result.errors_5xx)
  row("resent", result.resent, "got no answer, asked again with the same Idempotency-Key")
  row("oversold", result.oversold, "units given or sold beyond the drop's")
  row("order rows", result.order_rows)
  row("reserved_quantity", result.reserved_quantity, `${result.reservation_rows} reservation items`)
  row("drift", result.drift, "units by which two counts differ")
  row("reconcile", result.reconcile_findings, "differences found in the whole store")
  row("reserve", result.reserve_ms, "ms, from the first request to the last answer")
  row("p50", result.p50_ms, "ms per reserve")
  row("p99", result.p99_ms, "ms")
  row("rush", result.wall_ms, "ms, from the first reserve to the last purchase")

  const codes = new Table({ ...COMPACT, colAligns: ["left", "right"] })
  for (const [code, count] of Object.entries(result.codes)) codes.push([code, count])

  const wrong = dropFindings(result)
  const verdict = wrong.length > 0 ? wrong.map((line) => `- ${line}`).join("\n") : GOOD
  return `${table.toString()}\n${codes.toString()}\n${verdict}`
}
