/**
 * The value that `share` of the sorted values do not exceed (nearest rank); 0 where there is none.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = Math.ceil(share * sorted.length) - 1
  return sorted[Math.min(sorted.length - 1, Math.max(0, at))] ?? 0
}

/**
 * Between the two middle values where their number is even, so that no round counts for more than
 * another.
 */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? 0
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper
}

/** Three significant digits are more than a noisy machine can promise. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits))
}
