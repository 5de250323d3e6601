/**
 * Every error that a shopper or merchant can meet, in order of precedence: where several apply, the first one is
 * answered. `type` is Medusa's error type; `status` the HTTP status in our own routes and middlewares.
 */
export const ERRORS = {
  AUTH_REQUIRED: { status: 401, type: "unauthorized", title: "Log in first." },
  FORBIDDEN: { status: 403, type: "forbidden", title: "This is not yours to see or change." },
  NOT_FOUND: { status: 404, type: "not_found", title: "There is no such thing." },
  DROP_NOT_FOUND: { status: 404, type: "not_found", title: "There is no such drop." },
  DROP_NOT_ACTIVE: {
    status: 409,
    type: "not_allowed",
    title: "The drop is not live: it has not begun, is over, or was cancelled.",
  },
  DROP_IN_USE: {
    status: 409,
    type: "not_allowed",
    title:
      "The drop is scheduled or live, or has live reservations; the message says what to do first.",
  },
  ALREADY_RESERVED: {
    status: 409,
    type: "not_allowed",
    title: "The shopper has a live reservation of this drop; details carry it.",
  },
  LIMIT_REACHED: {
    status: 409,
    type: "not_allowed",
    title: "The shopper has had as many units of this drop as one may have.",
  },
  OUT_OF_STOCK: {
    status: 409,
    type: "not_allowed",
    title: "All units of the drop are reserved or sold; some may come back.",
  },
  INSUFFICIENT_STOCK: {
    status: 409,
    type: "not_allowed",
    title:
      "Fewer units are free than were asked for; details list each short line with asked and available.",
  },
  HOLD_EXPIRED: {
    status: 409,
    type: "not_allowed",
    title: "The hold's time ran out, and its units were promised to others.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    type: "not_allowed",
    title: "The Idempotency-Key was used before, for another request.",
  },
  CHECKOUT_BUSY: {
    status: 503,
    type: "not_allowed",
    title:
      "Too many shoppers at this moment; nothing was changed. Try again after the seconds in Retry-After.",
  },
  INVALID_DATA: {
    status: 400,
    type: "invalid_data",
    title: "The request is malformed; the message says where.",
  },
} as const satisfies Record<string, { status: number; type: string; title: string }>

export type ErrorCode = keyof typeof ERRORS

/** What a refused request is answered with. */
export interface ErrorAnswer {
  type: string
  code: ErrorCode
  message: string
  details?: unknown
}
