import { HoldfastError } from "./errors"

/** Serialization failure, deadlock: PostgreSQL rolled back, and a retry may succeed. */
const RETRYABLE = new Set(["40001", "40P01"])

/** Nothing was written: the shopper may try again, and a checkout is blocked, never open. */
const UNAVAILABLE =
  /^(55P03|55000|57014|53\d{3}|57P\d{2}|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/

/** Rolls the transaction back and retries it: what it read changed before it could lock it. */
export class ConcurrentChangeError extends Error {
  readonly code = "40001"
}

/** What node-postgres, knex and Medusa's lock providers say, none of which give it a code. */
const BUSY = new RegExp(
  [
    "timeout exceeded when trying to connect",
    "Connection terminated",
    "Timeout acquiring a connection",
    "Timed-out acquiring lock",
    "Failed to acquire lock for key",
    '" is already locked',
  ].join("|")
)

/** Attempts at one transaction before the request gets a 503. */
export const ATTEMPTS_MAX = 5

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error))
}

export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === "55P03" || (error instanceof HoldfastError && isLockTimeout(error.cause))
}

/** Translates a database error for users; an unknown one is a bug and stays as it is. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  if (isUnwritable(error)) {
    return new HoldfastError(
      "INVALID_DATA",
      "The request holds a NUL character, which no id and no text can have. Leave it out.",
      undefined,
      { cause: error }
    )
  }
  if (!RETRYABLE.has(code) && !UNAVAILABLE.test(code) && !BUSY.test(textOf(error, "message"))) {
    return error
  }
  return new HoldfastError(
    "CHECKOUT_BUSY",
    "The stock ledger cannot be reached or is too busy right now. Nothing was changed; please try again in a moment.",
    undefined,
    { cause: error }
  )
}

/** A NUL: rejected as a parameter; in Medusa's statements it looks like the statement's end. */
function isUnwritable(error: unknown): boolean {
  const code = codeOf(error)
  if (code === "22021") return true
  return code === "08P01" && textOf(error, "message").includes("invalid message format")
}

const codeOf = (error: unknown): string => textOf(error, "code")

/** Also for an error from a workflow, which is no longer an `Error`. */
function textOf(error: unknown, field: "code" | "message"): string {
  const value = (error as Partial<Record<typeof field, unknown>> | null | undefined)?.[field]
  return typeof value === "string" ? value : ""
}
