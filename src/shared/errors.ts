import { MedusaError } from "@medusajs/framework/utils"
import { ERRORS, type ErrorCode } from "../contracts/errors"

/** Medusa's workflows drop `details`; `request-context.ts` carries them to the response. */
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
