import { MedusaError } from "@medusajs/framework/utils"
import { ERRORS, type ErrorCode } from "../contracts/errors"

/**
 * An error with a code from the registry. Medusa's workflows keep type, message and code; `details`
 * reach the shopper through the request's context (see `request-context.ts`).
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
