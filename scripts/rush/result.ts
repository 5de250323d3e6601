import type { Measurement } from "./measure"
import type { DropRun, RushRun } from "./run"
import type { Ending } from "./shopper"

/** What both kinds of rush report. */
interface CommonResult {
  store: "holdfast" | "stock" | "url"
  shoppers: number
  units: number
  locations: number
  processes: number
  /** Shoppers who got an order. */
  orders: number
  /** Shoppers who heard that it is sold out, or why they cannot buy. */
  refused: number
  /** 503 CHECKOUT_BUSY responses; the shoppers tried again. */
  busy: number
  /** Shoppers who got a 503 too often. */
  gave_up: number
  /** Shoppers who got an error without an explanation. */
  failed: number
  errors_5xx: number
  /** Requests without a response. */
  errors_network: number
  /** Units beyond the stock: in order rows, or granted by a drop. */
  oversold: number
  order_rows: number
  reserved_quantity: number
  reservation_rows: number
  /** Null without the plugin. */
  active_holds: number | null
  /** Units by which two counts differ that must agree. */
  drift: number
  prepare_ms: number
  /** From the first add or reserve to the last response. */
  wall_ms: number
  p50_ms: number
  p99_ms: number
  codes: Record<string, number>
  timeline: Visit[]
}

/** One shopper's visit, in milliseconds since the rush began. */
export interface Visit {
  /** When the unit was in the cart, or the drop granted it; null if never. */
  promised_ms: number | null
  ended_ms: number
  outcome: Ending
  /** Of the last response; 0 if there was none. */
  status: number
}

/** The one JSON object of `npm run rush -- --json`. */
export interface RushResult extends CommonResult {
  /** Shoppers whose error had a code and details. */
  refusals_explained: number
  /** Shoppers who were granted a unit and got no order. Null for stock Medusa: it grants none. */
  holds_lost: number | null
  ledger_held: number | null
}

/** The same with `--drop`. */
export interface DropRushResult extends CommonResult {
  /** Customers who were granted a unit. */
  holds: number
  /** Holders who went on to buy. */
  buyers: number
  /** Reserves without a response, sent again with the same `Idempotency-Key`. */
  resent: number
  consumed_holds: number
  /** From `npm run reconcile`, over the whole store. */
  reconcile_findings: number
  /** From the first reserve to the last response to one. */
  reserve_ms: number
  purchase_ms: number
}

export type Setting = Pick<CommonResult, "store" | "shoppers" | "units" | "locations" | "processes">

export function summarise(setting: Setting, run: RushRun, measured: Measurement): RushResult {
  const { shoppers } = run
  const lost = shoppers.filter((one) => one.promisedAt !== undefined && one.outcome !== "ordered")
  const promises = setting.store === "holdfast" || measured.ledger !== undefined
  return {
    ...common(setting, run, measured),
    refusals_explained: shoppers.filter(({ explained }) => explained).length,
    holds_lost: promises ? lost.length : null,
    ledger_held: measured.ledger?.held ?? null,
  }
}

export function summariseDrop(
  setting: Setting,
  run: DropRun,
  measured: Measurement,
  reconcile_findings: number
): DropRushResult {
  const { activeUnits = 0, consumedUnits = 0 } = measured.ledger ?? {}
  const shared = common(setting, run, measured)
  return {
    ...shared,
    oversold: Math.max(shared.oversold, activeUnits + consumedUnits - setting.units),
    holds: run.tally.promised,
    buyers: run.buyers,
    resent: run.tally.resent,
    consumed_holds: consumedUnits,
    reconcile_findings,
    reserve_ms: run.reserveMs,
    purchase_ms: run.purchaseMs,
  }
}

function common(setting: Setting, run: RushRun, measured: Measurement): CommonResult {
  const { tally } = run
  const { ordered, ...ended } = tally.ended
  return {
    ...setting,
    orders: ordered,
    ...ended,
    busy: tally.busy,
    errors_5xx: tally.errors5xx,
    errors_network: tally.networkErrors,
    oversold: Math.max(0, measured.unitsOrdered - setting.units),
    order_rows: measured.orderRows,
    reserved_quantity: measured.reservedQuantity,
    reservation_rows: measured.reservationRows,
    active_holds: measured.ledger?.activeHolds ?? null,
    drift: measured.drift,
    prepare_ms: run.prepareMs,
    wall_ms: run.wallMs,
    p50_ms: tally.percentile(0.5),
    p99_ms: tally.percentile(0.99),
    codes: Object.fromEntries(Object.entries(tally.codes).sort()),
    timeline: timelineOf(run),
  }
}

function timelineOf({ shoppers, startedAt }: RushRun): Visit[] {
  const at = (time: number) => Math.max(0, Math.round(time - startedAt))
  return shoppers.flatMap(({ outcome, status, promisedAt, endedAt }) => {
    if (outcome === "shopping" || endedAt === undefined) return []
    const promised_ms = promisedAt === undefined ? null : at(promisedAt)
    return [{ promised_ms, ended_ms: at(endedAt), outcome, status }]
  })
}

/** What is wrong with the result, as sentences. */
export function findings(result: RushResult | DropRushResult): string[] {
  const { units, shoppers, orders, order_rows } = result
  const expected = Math.min(units, shoppers)
  const list: string[] = []
  const check = (wrong: boolean, sentence: string) => wrong && list.push(sentence)
  if ("holds" in result) {
    const { holds, buyers, oversold, refused } = result
    check(oversold > 0, `${oversold} units were granted that do not exist.`)
    check(holds !== expected, `${holds} customers were granted a unit instead of ${expected}.`)
    check(
      refused !== shoppers - holds,
      `${refused} customers were rejected instead of ${shoppers - holds}.`
    )
    check(orders !== buyers, `${buyers} holders went to buy and ${orders} got an order.`)
    const found = result.reconcile_findings
    check(found > 0, `reconcile found ${found} differences.`)
  } else {
    check(result.oversold > 0, `${result.oversold} units were sold that do not exist.`)
    check(orders < expected, `${expected - orders} units could have been sold and were not.`)
    const lost = result.holds_lost ?? 0
    check(lost > 0, `${lost} shoppers lost a unit they were promised.`)
  }
  check(result.errors_5xx > 0, `${result.errors_5xx} responses were server errors.`)
  check(result.errors_network > 0, `${result.errors_network} requests got no response.`)
  check(result.drift > 0, `Two counts of the same units differ by ${result.drift}.`)
  check(
    order_rows !== orders,
    `${orders} shoppers got an order, but there are ${order_rows} order rows.`
  )
  return list
}
