import type { DropState } from "../../contracts/drops"

export interface DropTimes {
  status: "draft" | "scheduled" | "ended" | "cancelled"
  starts_at: Date | string | null
  ends_at: Date | string | null
}

/**
 * | state     | status      | by the database clock            | next                        |
 * |-----------|-------------|----------------------------------|-----------------------------|
 * | draft     | `draft`     |                                  | scheduled, cancelled        |
 * | scheduled | `scheduled` | before `starts_at`               | live, cancelled             |
 * | live      | `scheduled` | from `starts_at`, until `ends_at` | ended, cancelled            |
 * | ended     | `ended`, or `scheduled` | from `ends_at`       | nothing                     |
 * | cancelled | `cancelled` |                                  | nothing                     |
 */
export function stateOf(drop: DropTimes, now: Date): DropState {
  if (drop.status !== "scheduled") return drop.status
  if (drop.ends_at && new Date(drop.ends_at) <= now) return "ended"
  if (drop.starts_at && new Date(drop.starts_at) > now) return "scheduled"
  return "live"
}

/** The states of `stateOf`, as filters for a list of drops. */
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
