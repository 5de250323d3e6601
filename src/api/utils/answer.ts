import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ERRORS, type ErrorAnswer } from "../../contracts/errors"
import { translate } from "../../shared/database-errors"
import { HoldfastError, isErrorCode } from "../../shared/errors"
import { currentContext, refusalOf, runWithContext } from "../../shared/request-context"
import { asRequest } from "../../workflows/hook-handlers/request"

/** Seconds after which a shopper who was told that the checkout is busy should try again. */
export const RETRY_AFTER_SECONDS = 2

/** Answers a refusal with its own status, code and details. */
export function answerRefusal(res: MedusaResponse, error: HoldfastError): void {
  const { status, type } = ERRORS[error.code]
  const retryAfter = retryAfterOf(status, error.details)
  if (retryAfter) res.setHeader("Retry-After", String(retryAfter))
  const answer: ErrorAnswer = { type, code: error.code, message: error.message }
  res
    .status(status)
    .json(error.details === undefined ? answer : { ...answer, details: error.details })
}

/** Seconds after which it may be tried again; undefined for what will not change by waiting. */
function retryAfterOf(status: number, details: unknown): number | undefined {
  if (status === 503) return RETRY_AFTER_SECONDS
  if (status !== 429) return undefined
  const known = typeof details === "object" && details !== null && "retry_after_seconds" in details
  return known ? Number(details.retry_after_seconds) : RETRY_AFTER_SECONDS
}

/**
 * For our own handlers: a refusal becomes an answer, and so does trouble of the database, also on
 * Medusa's own connections; anything else goes to Medusa's error handler.
 */
export async function answering(
  res: MedusaResponse,
  next: MedusaNextFunction,
  work: () => Promise<void>
): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    const error = translate(thrown)
    if (error instanceof HoldfastError && !res.headersSent) answerRefusal(res, error)
    else next(error)
  }
}

/**
 * The customer whose token the request carries; Medusa has verified it, on every route under
 * `/store`.
 */
function tokenOf(req: MedusaRequest): string | undefined {
  const auth = (req as { auth_context?: { actor_id?: string; actor_type?: string } }).auth_context
  return auth?.actor_type === "customer" ? auth.actor_id || undefined : undefined
}

/**
 * Around Medusa's own cart routes. A refusal that a hook threw arrives at Medusa's error handler as
 * a plain 400 without details; here it gets back the status and details of the registry. Everything
 * else passes through untouched.
 */
export function mendAnswers(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  runWithContext({}, () => {
    const context = currentContext()
    const json = res.json.bind(res)
    res.json = (body: unknown) => {
      const code =
        typeof body === "object" && body !== null && "code" in body ? body.code : undefined
      if (res.statusCode < 400 || !isErrorCode(code)) return json(body as never)
      const { status } = ERRORS[code]
      const refusal = refusalOf(context)
      if (status === 503) res.setHeader("Retry-After", String(RETRY_AFTER_SECONDS))
      res.status(status)
      return json(
        (refusal?.code === code ? { ...(body as object), details: refusal.details } : body) as never
      )
    }
    asRequest(tokenOf(req), next)
  })
}
