import { MedusaError } from "@medusajs/framework/utils"
import { ERRORS, type ErrorCode } from "../contracts/errors"

/**
 * An error with a code from the registry. Inside a workflow Medusa keeps type, message and code,
 * and drops the rest; `details` reach the shopper by the request's own context (see
 * `request-context.ts`).
 */
export class HoldfastError extends MedusaError {
  override readonly code: ErrorCode
  readonly details?: unknown

  constructor(code: ErrorCode, message: string, details?: unknown, options?: { cause?: unknown }) {
    super(ERRORS[code].type, message, code)
    this.code = code
    this.details = details
    if (options?.cause !== undefined) this.cause = options.cause
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERRORS, code)
}
