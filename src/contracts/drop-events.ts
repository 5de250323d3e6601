/** What the drops layer says on Medusa's event bus, after the commit. Ids only. */
export const DROP_EVENTS = {
  changed: "holdfast.drop.changed",
  stockUpdated: "holdfast.drop.stock_updated",
  reservationExpired: "holdfast.drop.reservation_expired",
  purchased: "holdfast.drop.purchased",
} as const

export interface DropChangedData {
  drop_id: string
  change: "created" | "updated" | "scheduled" | "ended" | "cancelled"
}
export interface DropStockUpdatedData {
  drop_id: string
}
export interface DropReservationExpiredData {
  drop_id: string
  reservation_id: string
  /** The customer it belonged to; null for a guest's cart. */
  customer_id: string | null
}
export interface DropPurchasedData {
  drop_id: string
  reservation_id: string
  order_id: string
}
