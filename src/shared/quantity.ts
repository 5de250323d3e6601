import { BigNumber } from "bignumber.js"

/** An exact decimal in plain notation ("3", "0.25"), like PostgreSQL's `numeric`; never a float. */
export type Quantity = string

export const ZERO: Quantity = "0"

/** Medusa's quantities: a number, a string, or one of its BigNumber objects. */
export type QuantityInput =
  number | string | { numeric?: number; value?: unknown } | BigNumber | null | undefined

/** @throws RangeError when the input is not a finite number. */
export function toQuantity(input: QuantityInput): Quantity {
  const raw = typeof input === "object" && input !== null ? unwrap(input) : (input ?? 0)
  const value = new BigNumber(raw)
  if (!value.isFinite()) {
    throw new RangeError(`${String(raw)} is not a quantity: write a finite decimal number.`)
  }
  return value.toFixed()
}

function unwrap(input: object): BigNumber.Value {
  if (BigNumber.isBigNumber(input)) return input
  if (
    "raw" in input &&
    typeof input.raw === "object" &&
    input.raw !== null &&
    "value" in input.raw
  ) {
    // Medusa's BigNumber keeps the exact digits in `raw.value`
    return input.raw.value as BigNumber.Value
  }
  if ("value" in input) return input.value as BigNumber.Value // the `raw_…` column of a Medusa row
  if ("numeric" in input) return input.numeric as BigNumber.Value
  return Number.NaN
}

/** Digits of a whole number for exact JavaScript arithmetic (2^53 has 16). */
const EXACT_DIGITS_MAX = 14

/** Most quantities are small and whole, thousands in a rush: BigNumber is slower. */
function small(a: Quantity): number | undefined {
  return a.length <= EXACT_DIGITS_MAX && /^-?\d+$/.test(a) ? Number(a) : undefined
}

export function add(a: Quantity, b: Quantity): Quantity {
  const [x, y] = [small(a), small(b)]
  return x === undefined || y === undefined ? new BigNumber(a).plus(b).toFixed() : String(x + y)
}

export function subtract(a: Quantity, b: Quantity): Quantity {
  const [x, y] = [small(a), small(b)]
  return x === undefined || y === undefined ? new BigNumber(a).minus(b).toFixed() : String(x - y)
}

export function compare(a: Quantity, b: Quantity): number {
  const [x, y] = [small(a), small(b)]
  return x === undefined || y === undefined
    ? (new BigNumber(a).comparedTo(b) ?? 0)
    : Math.sign(x - y)
}

export const multiply = (a: Quantity, b: Quantity): Quantity => new BigNumber(a).times(b).toFixed()
export const negate = (a: Quantity): Quantity => new BigNumber(a).negated().toFixed()
export const isPositive = (a: Quantity): boolean => compare(a, ZERO) > 0
export const isWhole = (a: Quantity): boolean => new BigNumber(a).isInteger()
export const min = (a: Quantity, b: Quantity): Quantity => (compare(a, b) <= 0 ? a : b)
export const max = (a: Quantity, b: Quantity): Quantity => (compare(a, b) >= 0 ? a : b)
export const atLeastZero = (a: Quantity): Quantity => max(a, ZERO)
export const sum = (all: Iterable<Quantity>): Quantity => {
  let total = new BigNumber(0)
  for (const quantity of all) total = total.plus(quantity)
  return total.toFixed()
}
