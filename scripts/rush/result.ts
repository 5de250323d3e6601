import type { Measurement } from "./measure"
import type { RushRun } from "./run"
import type { Outcome } from "./shopper"

/** The one JSON object of `npm run rush -- --json`. */
export interface RushResult {
  store: "holdfast" | "stock" | "url"
  shoppers: number
  units: number
  locations: number
  processes: number
  /** Shoppers who were answered with an order. */
  orders: number
  /** Shoppers who were told that there is nothing left, or why they may not. */
  refused: number
  /** Those whose refusal carried a code and said what is short. */
  refusals_explained: number
  /** Answers 503 CHECKOUT_BUSY; the shoppers tried again. */
  busy: number
  /** Shoppers who were told so too often. */
  gave_up: number
  /** Shoppers who ended on an error that explains nothing to them. */
  failed: number
  errors_5xx: number
  errors_network: number
  /** Units in order rows beyond the units there were. */
  oversold: number
  order_rows: number
  reserved_quantity: number
  reservation_rows: number
  drift: number
  /**
   * Shoppers who were given a unit and got no order. Null for stock Medusa, which gives nobody
   * anything.
   */
  holds_lost: number | null
  ledger_held: number | null
  active_holds: number | null
  prepare_ms: number
  wall_ms: number
  p50_ms: number
  p99_ms: number
  codes: Record<string, number>
}

export function summarise(
  setting: Pick<RushResult, "store" | "shoppers" | "units" | "locations" | "processes">,
  { shoppers, tally, prepareMs, wallMs }: RushRun,
  measured: Measurement
): RushResult {
  const ended = (outcome: Outcome) => shoppers.filter((one) => one.outcome === outcome).length
  const lost = shoppers.filter((one) => one.accepted && one.outcome !== "ordered").length
  const promises = setting.store === "holdfast" || measured.ledger !== undefined
  return {
    ...setting,
    orders: ended("ordered"),
    refused: ended("refused"),
    refusals_explained: shoppers.filter(({ explained }) => explained).length,
    busy: tally.busy,
    gave_up: ended("gave_up"),
    failed: ended("failed"),
    errors_5xx: tally.errors5xx,
    errors_network: tally.networkErrors,
    oversold: Math.max(0, measured.unitsOrdered - setting.units),
    order_rows: measured.orderRows,
    reserved_quantity: measured.reservedQuantity,
    reservation_rows: measured.reservationRows,
    drift: measured.drift,
    holds_lost: promises ? lost : null,
    ledger_held: measured.ledger?.held ?? null,
    active_holds: measured.ledger?.activeHolds ?? null,
    prepare_ms: prepareMs,
    wall_ms: wallMs,
    p50_ms: tally.percentile(0.5),
    p99_ms: tally.percentile(0.99),
    codes: Object.fromEntries(Object.entries(tally.codes).sort()),
  }
}

/** What is wrong with the result, as sentences. */
export function findings(result: RushResult): string[] {
  const { units, shoppers, orders, order_rows } = result
  const expected = Math.min(units, shoppers)
  const list: string[] = []
  if (result.oversold > 0) list.push(`${result.oversold} units were sold that do not exist.`)
  if (result.errors_5xx > 0) list.push(`${result.errors_5xx} answers were server errors.`)
  if (result.errors_network > 0) list.push(`${result.errors_network} requests got no answer.`)
  if (result.drift > 0) list.push(`Two counts of the same units differ by ${result.drift}.`)
  if (order_rows !== orders) {
    list.push(`${orders} shoppers were told of an order, and ${order_rows} order rows exist.`)
  }
  if (orders < expected) list.push(`${expected - orders} units could have been sold and were not.`)
  if (result.holds_lost) list.push(`${result.holds_lost} shoppers lost a unit they were promised.`)
  return list
}
