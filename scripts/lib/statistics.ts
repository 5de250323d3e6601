/** Nearest rank: `share` of the values are at most this one. 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = Math.ceil(share * sorted.length) - 1
  return sorted[Math.min(sorted.length - 1, Math.max(0, at))] ?? 0
}

/** The mean of the two middle values if their number is even. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? 0
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper
}

/** A noisy machine cannot promise more than three significant digits. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits))
}
