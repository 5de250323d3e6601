/**
 * Every error that a shopper or merchant can meet, in order of precedence: where several apply, the
 * first one is returned. `type` is Medusa's error type; `status` the HTTP status in our own routes
 * and middlewares.
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
  REFUSED_BY_SHOP: {
    status: 409,
    type: "not_allowed",
    title:
      "A rule of the shop's own refused; the message is the shop's, and details carry its code if it gave one.",
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
    title:
      "The shopper has had as many units of this drop, or has as many open trades or listings, as one may have; or a shared inventory has as many members.",
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
      "Fewer units are free than were asked for; details list each short line or item with asked and available.",
  },
  NOT_TRADABLE: {
    status: 409,
    type: "not_allowed",
    title: "The merchant does not let this item be traded; details list which.",
  },
  SHARED_INVENTORY_CLOSED: {
    status: 409,
    type: "not_allowed",
    title: "The shared inventory is archived, or the merchant has frozen it.",
  },
  LAST_OWNER: {
    status: 409,
    type: "not_allowed",
    title: "A shared inventory keeps at least one owner; make somebody else owner first.",
  },
  ALREADY_MEMBER: {
    status: 409,
    type: "not_allowed",
    title: "That customer is a member or invited already.",
  },
  TRADE_NOT_PENDING: {
    status: 409,
    type: "not_allowed",
    title:
      "The trade was completed, declined, cancelled, or ran out of time; details carry its status.",
  },
  HOLD_EXPIRED: {
    status: 409,
    type: "not_allowed",
    title: "The hold's time ran out, and its units were promised to others.",
  },
  UNITS_ON_HOLD: {
    status: 409,
    type: "not_allowed",
    title:
      "An admin action would take units that shoppers hold; details name each level with asked, free and held.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    type: "not_allowed",
    title: "The Idempotency-Key was used before, for another request.",
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    type: "not_allowed",
    title: "Asked too often in a short time. Try again after the seconds in Retry-After.",
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

/** The body of an error. */
export interface ErrorAnswer {
  type: string
  code: ErrorCode
  message: string
  details?: unknown
}
