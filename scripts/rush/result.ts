import type { Measurement } from "./measure"
import type { DropRun, RushRun } from "./run"
import type { Ending } from "./shopper"

/** What the two kinds of rush tell alike. */
interface CommonResult {
  store: "holdfast" | "stock" | "url"
  shoppers: number
  units: number
  locations: number
  processes: number
  /** Shoppers who were answered with an order. */
  orders: number
  /** Shoppers who were told that there is nothing left, or why they may not. */
  refused: number
  /** Answers 503 CHECKOUT_BUSY; the shoppers tried again. */
  busy: number
  /** Shoppers who were told so too often. */
  gave_up: number
  /** Shoppers who ended on an error that explains nothing to them. */
  failed: number
  errors_5xx: number
  /** Requests that were left without an answer. */
  errors_network: number
  /** Units beyond those there were: in order rows, or given by a drop. */
  oversold: number
  order_rows: number
  reserved_quantity: number
  reservation_rows: number
  /** Null without the plugin. */
  active_holds: number | null
  /** Units by which two counts that must agree differ. */
  drift: number
  prepare_ms: number
  /** From the first add or reserve to the last answer. */
  wall_ms: number
  p50_ms: number
  p99_ms: number
  codes: Record<string, number>
  timeline: Visit[]
}

/** One shopper's way through the rush, in milliseconds since it began. */
export interface Visit {
  /** When the unit went into the cart, or the drop gave it. Null: it never was. */
  promised_ms: number | null
  ended_ms: number
  outcome: Ending
  /** Of the last answer; 0 where none came. */
  status: number
}

/** The one JSON object of `npm run rush -- --json`. */
export interface RushResult extends CommonResult {
  /** Those whose refusal carried a code and said what is short. */
  refusals_explained: number
  /**
   * Shoppers who were given a unit and got no order. Null for stock Medusa, which gives nobody
   * anything.
   */
  holds_lost: number | null
  ledger_held: number | null
}

/** The same with `--drop`. */
export interface DropRushResult extends CommonResult {
  /** Customers who were given a unit. */
  holds: number
  /** Holders who went on to buy. */
  buyers: number
  /** Reserves that got no answer and were sent again with the same `Idempotency-Key`. */
  resent: number
  consumed_holds: number
  /** Of `npm run reconcile`, over the whole store. */
  reconcile_findings: number
  /** From the first reserve to the last answer to one. */
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
    check(oversold > 0, `${oversold} units were given that do not exist.`)
    check(holds !== expected, `${holds} customers were given a unit instead of ${expected}.`)
    check(
      refused !== shoppers - holds,
      `${refused} customers were refused instead of ${shoppers - holds}.`
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
  check(result.errors_5xx > 0, `${result.errors_5xx} answers were server errors.`)
  check(result.errors_network > 0, `${result.errors_network} requests got no answer.`)
  check(result.drift > 0, `Two counts of the same units differ by ${result.drift}.`)
  check(
    order_rows !== orders,
    `${orders} shoppers were told of an order, and ${order_rows} order rows exist.`
  )
  return list
}
