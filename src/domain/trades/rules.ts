import type { UnitsOf } from "../../contracts/vaults"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"

/** Those of some variants that the merchant has blocked. */
export function findBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): string[] {
  const blocked = new Set(readOptions().trading.blockedVariants)
  return [...new Set([...items].map((item) => item.variant_id))].filter((id) => blocked.has(id))
}

/** @throws HoldfastError `NOT_TRADABLE` for items that the merchant has blocked. */
export function refuseBlocked(items: Iterable<Pick<UnitsOf, "variant_id">>): void {
  const variant_ids = findBlocked(items)
  if (!variant_ids.length) return
  throw new HoldfastError(
    "NOT_TRADABLE",
    `The shop does not let these variants be traded: ${variant_ids.join(", ")}. Take them out, then try again.`,
    { variant_ids }
  )
}
