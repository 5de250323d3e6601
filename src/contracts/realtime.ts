import { z } from "@medusajs/framework/zod"
import type { ErrorCode } from "./errors"
import { storeDrop } from "./drops"

/** No database can store a NUL character. */
const id = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/)

/** What a client sends when it connects: `io(url, { path, auth })`. */
export const realtimeHandshake = z.object({
  /** The storefront's publishable key: its sales channels decide which drops are visible. */
  publishableKey: id,
  /** A customer's token, as `POST /auth/customer/...` returns it. Without one: a guest. */
  token: z.string().min(1).max(8_192).nullish(),
})

/** The body of `drops:join` and `drops:leave`. */
export const dropRoomRequest = z.object({ dropId: id })

const purchaser = z.object({ username: z.string(), purchasedAt: z.iso.datetime() })

/** What the server sends, by event name: hints to read the Store API, which has the truth. */
export const REALTIME_EVENTS = {
  DROP_CREATED: z
    .object({ drop: storeDrop })
    .describe("To everybody in the sales channel: a new drop is visible."),
  STOCK_UPDATED: z
    .object({ dropId: z.string(), availableStock: z.number().int().min(0) })
    .describe(
      "To clients that joined the drop, like the next three: units that can be reserved now."
    ),
  RESERVATION_EXPIRED: z
    .object({ dropId: z.string(), reservationId: z.string() })
    .describe("A reservation expired; also sent to the customer's own connections, joined or not."),
  PURCHASE_COMPLETED: purchaser
    .extend({ dropId: z.string(), username: z.string().nullable() })
    .describe("A purchase; `username` is null for a customer who opted out."),
  ACTIVITY_UPDATED: z
    .object({ dropId: z.string(), latestPurchasers: z.array(purchaser) })
    .describe("The latest purchasers, newest first."),
} as const

export type RealtimeEvent = keyof typeof REALTIME_EVENTS
export type RealtimePayload<Event extends RealtimeEvent> = z.infer<(typeof REALTIME_EVENTS)[Event]>
export type RealtimeHandshake = z.infer<typeof realtimeHandshake>

/** `error.data` of `connect_error`, and `error` of an acknowledgement. */
export interface RealtimeError {
  code: ErrorCode
  message: string
}

/** The drop as it is after joining, so that no change is missed between reading and listening. */
export type JoinAnswer =
  { ok: true; drop: z.infer<typeof storeDrop> } | { ok: false; error: RealtimeError }
export type LeaveAnswer = { ok: true } | { ok: false; error: RealtimeError }

/** For typed clients: `Socket<ServerToClient, ClientToServer>`. */
export type ServerToClient = {
  [Event in RealtimeEvent]: (payload: RealtimePayload<Event>) => void
}
export interface ClientToServer {
  "drops:join": (request: z.infer<typeof dropRoomRequest>, answer: (a: JoinAnswer) => void) => void
  "drops:leave": (
    request: z.infer<typeof dropRoomRequest>,
    answer: (a: LeaveAnswer) => void
  ) => void
}
