import Table from "cli-table3"
import { findings, type RushResult } from "./result"

/** No lines between the rows, no colours: it is pasted into issues. */
export const COMPACT = {
  style: { head: [], border: [] },
  chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
}

const GOOD = "Nothing was oversold, nobody lost a unit, and every refusal was a clear one."

export function renderResult(result: RushResult): string {
  const table = new Table({ ...COMPACT, colAligns: ["left", "right", "left"] })
  const row = (name: string, value: number | null, note = "") =>
    table.push([name, value === null ? "-" : value.toLocaleString("en"), note])

  row("shoppers", result.shoppers)
  row("units", result.units, `at ${result.locations} stock location(s)`)
  row("orders", result.orders, "shoppers who were answered with an order")
  row(
    "refused",
    result.refused,
    `told so; ${result.refusals_explained} with a code and what is short`
  )
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

  const codes = new Table({ ...COMPACT, colAligns: ["left", "right"] })
  for (const [code, count] of Object.entries(result.codes)) codes.push([code, count])

  const wrong = findings(result)
  const verdict = wrong.length > 0 ? wrong.map((line) => `- ${line}`).join("\n") : GOOD
  return `${table.toString()}\n${codes.toString()}\n${verdict}`
}
