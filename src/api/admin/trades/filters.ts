import type { TradeStatus } from "../../../contracts/trades"

/**
 * The status that the clock derives, as a filter: past its time a trade is expired, whatever its
 * row says.
 */
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
