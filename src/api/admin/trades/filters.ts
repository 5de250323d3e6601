import type { TradeStatus } from "../../../contracts/trades"

/** Filters by status at `now`: a trade past its time is expired, whatever its row says. */
export function filtersOfStatus(status: TradeStatus, now: Date): object {
  switch (status) {
    case "pending":
      return { status, $or: [{ settles_at: { $ne: null } }, { expires_at: { $gt: now } }] }
    case "expired":
      return {
        $or: [{ status }, { status: "pending", settles_at: null, expires_at: { $lte: now } }],
      }
    case "completed":
    case "declined":
    case "cancelled":
      return { status }
  }
}
