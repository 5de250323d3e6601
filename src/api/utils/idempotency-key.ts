import type { MedusaRequest } from "@medusajs/framework/http"
import { HoldfastError } from "../../shared/errors"

/** Longest `Idempotency-Key` that is taken: a UUID has 36 characters. */
const KEY_LENGTH_MAX = 128

/**
 * The request's `Idempotency-Key`, if it has one. @throws HoldfastError `INVALID_DATA` for one that
 * is too long.
 */
export function idempotencyKeyOf(req: Pick<MedusaRequest, "get">): string | undefined {
  const key = req.get("Idempotency-Key")
  if (key && key.length > KEY_LENGTH_MAX) {
    throw new HoldfastError(
      "INVALID_DATA",
      `An Idempotency-Key has at most ${KEY_LENGTH_MAX} characters; this one has ${key.length}.`
    )
  }
  return key || undefined
}
