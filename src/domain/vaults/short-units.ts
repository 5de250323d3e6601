import type { ShortUnits } from "../../contracts/vaults"
import { HoldfastError } from "../../shared/errors"

/**
 * The refusal of whoever has too few free units of something: every short item at once, with what
 * is free.
 */
export function shortOfUnits(short: readonly ShortUnits[]): HoldfastError {
  const parts = short.map(
    ({ variant_id, asked, available }) =>
      `variant ${variant_id}: ${asked} asked for, ${available} available`
  )
  return new HoldfastError(
    "INSUFFICIENT_STOCK",
    `There are not enough free units (${parts.join("; ")}). Lower the quantities, or free units that pending trades hold.`,
    { lines: short.map(({ variant_id, asked, available }) => ({ variant_id, asked, available })) }
  )
}
