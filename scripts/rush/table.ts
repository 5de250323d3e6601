import Table from "cli-table3"
import { findings, type DropRushResult, type RushResult } from "./result"

/** No row lines and no colours: people paste it into issues. */
export const COMPACT = {
  style: { head: [], border: [] },
  chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
}

type Line = [name: string, value: number | null, note?: string]

export function renderResult(result: RushResult | DropRushResult): string {
  const table = new Table({ ...COMPACT, colAligns: ["left", "right", "left"] })
  for (const [name, value, note = ""] of linesOf(result)) {
    table.push([name, value === null ? "-" : value.toLocaleString("en"), note])
  }
  const codes = new Table({ ...COMPACT, colAligns: ["left", "right"] })
  for (const [code, count] of Object.entries(result.codes)) codes.push([code, count])
  const wrong = findings(result)
  const verdict = wrong.length > 0 ? wrong.map((line) => `- ${line}`).join("\n") : good(result)
  return `${table.toString()}\n${codes.toString()}\n${verdict}`
}

function linesOf(result: RushResult | DropRushResult): Line[] {
  const isDrop = "holds" in result
  return [
    ["shoppers", result.shoppers, `over ${result.processes} process(es)`],
    ["units", result.units, `at ${result.locations} stock location(s)`],
    ...(isDrop ? ([["holds", result.holds, "customers who were granted a unit"]] as Line[]) : []),
    [
      "orders",
      result.orders,
      isDrop ? `of ${result.buyers} holders who went to buy` : "shoppers who got an order",
    ],
    [
      "refused",
      result.refused,
      isDrop ? "and told why" : `${result.refusals_explained} with a code and details`,
    ],
    ["failed", result.failed, "got an error without an explanation"],
    ["busy", result.busy, "503 CHECKOUT_BUSY, tried again"],
    ["HTTP 5xx", result.errors_5xx],
    ["oversold", result.oversold, "units granted or sold beyond the stock"],
    ["order rows", result.order_rows],
    ["reserved_quantity", result.reserved_quantity, `${result.reservation_rows} reservation items`],
    ["drift", result.drift, "units by which two counts differ"],
    ...lastLines(result),
  ]
}

function lastLines(result: RushResult | DropRushResult): Line[] {
  const { wall_ms, p50_ms, p99_ms } = result
  if (!("holds" in result)) {
    return [
      ["holds lost", result.holds_lost, "granted a unit, got no order"],
      ["rush", wall_ms, "ms, from the first add to the last completion"],
      ["p50", p50_ms, "ms per add or completion"],
      ["p99", p99_ms, "ms"],
    ]
  }
  return [
    ["resent", result.resent, "sent again with the same Idempotency-Key"],
    ["reconcile", result.reconcile_findings, "differences found in the whole store"],
    ["reserve", result.reserve_ms, "ms, from the first request to the last response"],
    ["p50", p50_ms, "ms per reserve"],
    ["p99", p99_ms, "ms"],
    ["rush", wall_ms, "ms, from the first reserve to the last purchase"],
  ]
}

function good(result: RushResult | DropRushResult): string {
  return "holds" in result
    ? "Every unit went to one customer, nobody lost one, and everybody else heard at once."
    : "Nothing was oversold, nobody lost a unit, and every rejection said why."
}
