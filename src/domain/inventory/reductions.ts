import type { Reduction } from "../../modules/ledger/operations/release"
import type { GrantedHold } from "../../modules/ledger/operations/reserve-types"
import { isPositive } from "../../shared/quantity"

/** What a grant added, to take back again when what it was for fails. */
export const toReductions = (holds: readonly GrantedHold[]): Reduction[] =>
  holds
    .filter((hold) => isPositive(hold.added))
    .map(({ hold_id, added }) => ({ hold_id, quantity: added }))
