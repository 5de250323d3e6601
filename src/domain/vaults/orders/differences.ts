import type { Owner } from "../../../contracts/vaults"
import type { MovedUnits } from "../../../modules/ledger/operations/read-movements"
import type { VaultLine, VaultOrder } from "./read-orders"

/** What the vaults have to do with an order line, by the journal. */
export interface LineDifference {
  line: VaultLine
  /** Units to credit, or below zero to debit. */
  units: number
  /** Where its units went, oldest first, with what has not come back of them. */
  credited: { owner: Owner; units: number }[]
  /** Lines in the journal so far: numbers the next movement. */
  movements: number
}

/**
 * Compares what a buyer kept of each order line with what the vaults were given for it. Units that
 * could not be taken back are accounted for by their shortfall, so nobody asks for them twice. A
 * line that was never credited is only credited where its variant is tradable now. Pure.
 */
export function differencesOf(
  order: VaultOrder,
  moved: readonly MovedUnits[],
  shortfalls: ReadonlyMap<string, number>,
  tradable: ReadonlySet<string>
): LineDifference[] {
  return order.lines.flatMap((line): LineDifference[] => {
    const mine = moved.filter((one) => one.reference === line.id)
    const credited = mine.map(({ owner, quantity }) => ({ owner, units: Number(quantity) }))
    const accounted =
      credited.reduce((sum, one) => sum + one.units, 0) - (shortfalls.get(line.id) ?? 0)
    const units = line.kept - accounted
    if (!units) return []
    if (units > 0 && !(order.customer_id && tradable.has(line.variant_id))) return []
    const movements = mine.reduce((sum, one) => sum + one.movements, 0)
    return [{ line, units, credited, movements }]
  })
}
