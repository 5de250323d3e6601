import { z } from "@medusajs/framework/zod"
import type { ErrorCode } from "./errors"
import { storeDrop } from "./drops"

/** No database can hold a NUL character. */
const id = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/)

/** What a client says when it connects: `io(url, { path, auth })`. */
export const realtimeHandshake = z.object({
  /** The publishable key of the storefront; its sales channels decide which drops one hears of. */
  publishableKey: id,
  /**
   * A customer's token, as `POST /auth/customer/...` gives it. Without one, the client is a guest.
   */
  token: z.string().min(1).max(8_192).nullish(),
})

/** Body of `drops:join` and `drops:leave`. */
export const dropRoomRequest = z.object({ dropId: id })

const purchaser = z.object({ username: z.string(), purchasedAt: z.iso.datetime() })

/**
 * What the server says, by event name. Each is a hint: the Store API is where the truth is read.
 */
export const REALTIME_EVENTS = {
  DROP_CREATED: z
    .object({ drop: storeDrop })
    .describe("To all of the sales channel: shoppers can see one more drop."),
  STOCK_UPDATED: z
    .object({ dropId: z.string(), availableStock: z.number().int().min(0) })
    .describe("To those who joined the drop, as the next three: units that can be reserved now."),
  RESERVATION_EXPIRED: z
    .object({ dropId: z.string(), reservationId: z.string() })
    .describe("A reservation ran out; also to the customer's own connections, joined or not."),
  PURCHASE_COMPLETED: purchaser
    .extend({ dropId: z.string(), username: z.string().nullable() })
    .describe("Somebody bought; `username` is null for a customer who does not want to be shown."),
  ACTIVITY_UPDATED: z
    .object({ dropId: z.string(), latestPurchasers: z.array(purchaser) })
    .describe("The latest purchasers, newest first."),
} as const

export type RealtimeEvent = keyof typeof REALTIME_EVENTS
export type RealtimePayload<Event extends RealtimeEvent> = z.infer<(typeof REALTIME_EVENTS)[Event]>
export type RealtimeHandshake = z.infer<typeof realtimeHandshake>

/**
 * Why a connection or a request was refused: `error.data` of `connect_error`, `error` of an
 * acknowledgement.
 */
export interface RealtimeError {
  code: ErrorCode
  message: string
}

/**
 * The drop as it stands after the join, so that nothing is missed between reading it and hearing of
 * it.
 */
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
