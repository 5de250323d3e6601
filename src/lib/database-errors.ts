import { HoldfastError } from "./errors"

/** Serialisation failure and deadlock: PostgreSQL undid the transaction, and doing it again is right. */
const RETRYABLE = new Set(["40001", "40P01"])

/**
 * The database is too busy or not there: lock timeout, not accepting connections, statement timeout, too many connections,
 * shut down, connection lost. Nothing was written, so the shopper is asked to try again; a checkout is then blocked, never open.
 */
const UNAVAILABLE =
  /^(55P03|55000|57014|53\d{3}|57P\d{2}|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/

/** Attempts at one transaction before the request is answered 503. */
export const ATTEMPTS_MAX = 5

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error))
}

export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === "55P03" || (error instanceof HoldfastError && isLockTimeout(error.cause))
}

/** The one translator of database errors. What it does not know is a fault of ours and stays what it is. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  const lost =
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|Timeout acquiring a connection/.test(
      error.message
    )
  if (!RETRYABLE.has(code) && !UNAVAILABLE.test(code) && !lost) return error
  return new HoldfastError(
    "CHECKOUT_BUSY",
    "The stock ledger cannot be reached or is too busy right now. Nothing was changed; please try again in a moment.",
    undefined,
    { cause: error }
  )
}

function codeOf(error: unknown): string {
  const code =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined
  return typeof code === "string" ? code : ""
}
