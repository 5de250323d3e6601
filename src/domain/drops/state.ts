import type { DropState } from "../../contracts/drops"

/** What of a drop decides its state. */
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
