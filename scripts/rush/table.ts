import Table from "cli-table3"
import { findings, type RushResult } from "./result"

export function renderResult(result: RushResult): string {
  const table = new Table({ style: { head: [], border: [] }, colAligns: ["left", "right", "left"] })
  const row = (name: string, value: number | null, note = "") =>
    table.push([name, value === null ? "-" : value.toLocaleString("en"), note])

  row("shoppers", result.shoppers)
  row("units", result.units, `at ${result.locations} stock location(s)`)
  row("orders", result.orders, "shoppers who were answered with an order")
  row("refused", result.refused, "told that nothing is left")
  row("failed", result.failed, "met an error that explains nothing")
  row("busy", result.busy, "answers 503 CHECKOUT_BUSY, tried again")
  row("HTTP 5xx", result.errors_5xx)
  row("oversold", result.oversold, "units in order rows beyond the stock")
  row("order rows", result.order_rows)
  row("reserved_quantity", result.reserved_quantity, `${result.reservation_rows} reservation items`)
  row("drift", result.drift, "units by which two counts differ")
  row("holds lost", result.holds_lost, "given a unit, got no order")
  row("rush", result.wall_ms, "ms, from the first add to the last completion")
  row("p50", result.p50_ms, "ms per add or completion")
  row("p99", result.p99_ms, "ms")

  const codes = new Table({ style: { head: [], border: [] }, head: ["answer", "count"] })
  for (const [code, count] of Object.entries(result.codes)) codes.push([code, count])

  const wrong = findings(result)
  const verdict =
    wrong.length > 0 ? wrong.map((line) => `- ${line}`).join("\n") : "Nothing oversold."
  return `${table.toString()}\n${codes.toString()}\n${verdict}`
}
