import type { Outcome } from "../shopper"
import type { DropMeasurement } from "./measure"
import type { DropRun } from "./run"

/** The one JSON object of `npm run rush -- --drop --json`. */
export interface DropRushResult {
  store: "holdfast" | "url"
  shoppers: number
  units: number
  locations: number
  processes: number
  /** Customers who were given a unit. */
  holds: number
  /** Holders who went on to buy. */
  buyers: number
  /** Customers who were answered with an order. */
  orders: number
  /** Customers who were told why they got no unit. */
  refused: number
  /** Answers 503 CHECKOUT_BUSY; the customers tried again. */
  busy: number
  gave_up: number
  failed: number
  errors_5xx: number
  /** Reserves that got no answer and were sent again with the same `Idempotency-Key`. */
  resent: number
  /** Requests that were left without an answer. */
  errors_network: number
  /** Units beyond those of the drop: held and sold, or in order rows. */
  oversold: number
  order_rows: number
  reserved_quantity: number
  reservation_rows: number
  active_holds: number
  consumed_holds: number
  /** Units by which two counts that must agree differ. */
  drift: number
  /** Of `npm run reconcile`, over the whole store. */
  reconcile_findings: number
  prepare_ms: number
  /** From the first reserve to the last answer to one. */
  reserve_ms: number
  purchase_ms: number
  /** From the first reserve to the last purchase. */
  wall_ms: number
  /** Of one reserve, with its wait for the 4,999 others. */
  p50_ms: number
  p99_ms: number
  codes: Record<string, number>
}

export function summariseDrop(
  setting: Pick<
    DropRushResult,
    "store" | "units" | "locations" | "processes" | "prepare_ms" | "reconcile_findings"
  >,
  { shoppers, tally, buyers, reserveMs, purchaseMs, wallMs }: DropRun,
  measured: DropMeasurement
): DropRushResult {
  const ended = (outcome: Outcome) => shoppers.filter((one) => one.outcome === outcome).length
  const given = measured.active + measured.consumed
  return {
    ...setting,
    shoppers: shoppers.length,
    holds: shoppers.filter((shopper) => shopper.holds).length,
    buyers,
    orders: ended("ordered"),
    refused: ended("refused"),
    busy: tally.busy,
    gave_up: ended("gave_up"),
    failed: ended("failed"),
    errors_5xx: tally.errors5xx,
    resent: tally.resent,
    errors_network: tally.networkErrors,
    oversold: Math.max(0, given - setting.units, measured.unitsOrdered - setting.units),
    order_rows: measured.orderRows,
    reserved_quantity: measured.reservedQuantity,
    reservation_rows: measured.reservationRows,
    active_holds: measured.active,
    consumed_holds: measured.consumed,
    drift: measured.drift,
    reserve_ms: reserveMs,
    purchase_ms: purchaseMs,
    wall_ms: wallMs,
    p50_ms: tally.percentile(0.5),
    p99_ms: tally.percentile(0.99),
    codes: Object.fromEntries(Object.entries(tally.codes).sort()),
  }
}

/** What is wrong with the result, as sentences. */
export function dropFindings(result: DropRushResult): string[] {
  const { shoppers, units, holds, orders, buyers } = result
  const expected = Math.min(units, shoppers)
  const list: string[] = []
  if (result.oversold > 0) list.push(`${result.oversold} units were given that do not exist.`)
  if (holds !== expected) list.push(`${holds} customers were given a unit instead of ${expected}.`)
  if (result.refused !== shoppers - holds) {
    list.push(`${result.refused} customers were refused instead of ${shoppers - holds}.`)
  }
  if (orders !== buyers) list.push(`${buyers} holders went to buy and ${orders} got an order.`)
  if (result.order_rows !== orders) {
    list.push(
      `${orders} customers were told of an order, and ${result.order_rows} order rows exist.`
    )
  }
  if (result.errors_5xx > 0) list.push(`${result.errors_5xx} answers were server errors.`)
  if (result.errors_network > 0) list.push(`${result.errors_network} requests got no answer.`)
  if (result.drift > 0) list.push(`Two counts of the same units differ by ${result.drift}.`)
  if (result.reconcile_findings > 0) {
    list.push(`reconcile found ${result.reconcile_findings} differences.`)
  }
  return list
}
