import type { DropState } from "../../contracts/drops"

/**
 * What `stateOf` works out for one drop, as filters for many that are in one of these states
 * (./state.ts has the table).
 */
export const filtersOfStates = (states: readonly DropState[], now: Date): object => ({
  $and: [{ $or: states.map((state) => filtersOfState(state, now)) }],
})

function filtersOfState(state: DropState, now: Date): object {
  const begun = { $or: [{ starts_at: null }, { starts_at: { $lte: now } }] }
  const notOver = { $or: [{ ends_at: null }, { ends_at: { $gt: now } }] }
  switch (state) {
    case "scheduled":
      return { $and: [{ status: "scheduled", starts_at: { $gt: now } }, notOver] }
    case "live":
      return { $and: [{ status: "scheduled" }, begun, notOver] }
    case "ended":
      return { $or: [{ status: "ended" }, { status: "scheduled", ends_at: { $lte: now } }] }
    case "draft":
    case "cancelled":
      return { status: state }
  }
}
