import { z } from "@medusajs/framework/zod"

/** The drops' events, emitted after the commit. They contain only ids. */
export const DROP_EVENTS = {
  changed: "holdfast.drop.changed",
  stockUpdated: "holdfast.drop.stock_updated",
  reservationExpired: "holdfast.drop.reservation_expired",
  purchased: "holdfast.drop.purchased",
} as const

const ofDrop = z.object({ drop_id: z.string() })

export const DROP_EVENT_DATA = {
  [DROP_EVENTS.changed]: ofDrop
    .extend({ change: z.enum(["created", "updated", "scheduled", "ended", "cancelled"]) })
    .describe("A merchant changed a drop, or its end was settled."),
  [DROP_EVENTS.stockUpdated]: ofDrop.describe("Units of the drop were reserved or returned."),
  [DROP_EVENTS.reservationExpired]: ofDrop
    .extend({
      reservation_id: z.string(),
      customer_id: z
        .string()
        .nullable()
        .describe("The customer it belonged to; null for a guest's cart."),
    })
    .describe("A reservation of the drop expired."),
  [DROP_EVENTS.purchased]: ofDrop
    .extend({ reservation_id: z.string(), order_id: z.string() })
    .describe("A reservation of the drop became part of an order."),
} as const

type DataOf<Event extends keyof typeof DROP_EVENT_DATA> = z.infer<(typeof DROP_EVENT_DATA)[Event]>

export type DropChangedData = DataOf<"holdfast.drop.changed">
export type DropStockUpdatedData = DataOf<"holdfast.drop.stock_updated">
export type DropReservationExpiredData = DataOf<"holdfast.drop.reservation_expired">
export type DropPurchasedData = DataOf<"holdfast.drop.purchased">
