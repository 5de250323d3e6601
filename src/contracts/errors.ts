/**
 * Every error of the plugin, in order of precedence: if several apply, the first is returned.
 * `type` is Medusa's error type, `status` the HTTP status in our routes and middlewares.
 */
export const ERRORS = {
  AUTH_REQUIRED: { status: 401, type: "unauthorized", title: "Not logged in." },
  FORBIDDEN: { status: 403, type: "forbidden", title: "Not allowed for this user." },
  NOT_FOUND: { status: 404, type: "not_found", title: "Not found, or not visible to the caller." },
  DROP_NOT_FOUND: {
    status: 404,
    type: "not_found",
    title: "The drop does not exist, or is not visible to the shopper.",
  },
  DROP_NOT_ACTIVE: {
    status: 409,
    type: "not_allowed",
    title: "The drop is not live: it has not started, has ended, or was cancelled.",
  },
  REFUSED_BY_SHOP: {
    status: 409,
    type: "not_allowed",
    title:
      "A rule of the shop rejected it; the message is the shop's, and so is the code in the details, if any.",
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
    title: "The shopper already has a live reservation of this drop; it is in the details.",
  },
  LIMIT_REACHED: {
    status: 409,
    type: "not_allowed",
    title:
      "A limit is reached: units of this drop per customer, open trades or listings, or members of a shared inventory.",
  },
  OUT_OF_STOCK: {
    status: 409,
    type: "not_allowed",
    title: "All units of the drop are reserved or sold; reserved ones may return.",
  },
  INSUFFICIENT_STOCK: {
    status: 409,
    type: "not_allowed",
    title:
      "Too few units are free; details list each short line or item with `asked` and `available`.",
  },
  NOT_TRADABLE: {
    status: 409,
    type: "not_allowed",
    title: "The merchant does not allow trading these variants; details list them.",
  },
  SHARED_INVENTORY_CLOSED: {
    status: 409,
    type: "not_allowed",
    title: "The shared inventory is archived, or the merchant has frozen it.",
  },
  LAST_OWNER: {
    status: 409,
    type: "not_allowed",
    title: "A shared inventory needs an owner: transfer the ownership first.",
  },
  ALREADY_MEMBER: {
    status: 409,
    type: "not_allowed",
    title: "The customer is already a member or invited.",
  },
  TRADE_NOT_PENDING: {
    status: 409,
    type: "not_allowed",
    title: "The trade is completed, declined, cancelled or expired; its status is in the details.",
  },
  HOLD_EXPIRED: {
    status: 409,
    type: "not_allowed",
    title: "The hold expired and its units were promised to others.",
  },
  UNITS_ON_HOLD: {
    status: 409,
    type: "not_allowed",
    title:
      "An admin action would take units that shoppers hold; details list each level with `asked`, `free` and `held`.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    type: "not_allowed",
    title: "The Idempotency-Key was used for a different request.",
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    type: "not_allowed",
    title: "Too many requests. Try again after the seconds in `Retry-After`.",
  },
  CHECKOUT_BUSY: {
    status: 503,
    type: "not_allowed",
    title: "The store is busy; nothing was changed. Try again after the seconds in `Retry-After`.",
  },
  INVALID_DATA: {
    status: 400,
    type: "invalid_data",
    title: "The request is invalid; the message says where.",
  },
} as const satisfies Record<string, { status: number; type: string; title: string }>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorAnswer {
  type: string
  code: ErrorCode
  message: string
  details?: unknown
}
