import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ERRORS, type ErrorAnswer } from "../../contracts/errors"
import { translate } from "../../shared/database-errors"
import { HoldfastError, isErrorCode } from "../../shared/errors"
import { runWithContext, type RequestContext } from "../../shared/request-context"
import { asRequest } from "../../workflows/hook-handlers/request"
import { customerOfToken } from "./request"

/** Seconds to wait after a 503. */
export const RETRY_AFTER_SECONDS = 2

type Work<Req extends MedusaRequest, Res extends MedusaResponse> = (
  req: Req,
  res: Res
) => Promise<void>

/** For our own route handlers: sends our errors in full, and leaves the rest to Medusa. */
export function handle<Req extends MedusaRequest, Res extends MedusaResponse>(
  handler: Work<Req, Res>
): Work<Req, Res> {
  return (req, res) =>
    inContext(req, async () => {
      try {
        await handler(req, res)
      } catch (thrown) {
        const error = ourError(thrown, req)
        if (!error || res.headersSent) throw thrown
        answerError(res, error)
      }
    })
}

/** A middleware that passes the request on unless `check` throws. */
export function guard<Req extends MedusaRequest>(check: Work<Req, MedusaResponse>) {
  return async (req: Req, res: MedusaResponse, next: MedusaNextFunction): Promise<void> => {
    try {
      await check(req, res)
    } catch (thrown) {
      const error = ourError(thrown, req)
      if (!error || res.headersSent) return next(thrown)
      return answerError(res, error)
    }
    next()
  }
}

/**
 * For Medusa's own routes: its error handler turns what a hook threw into a plain 400 without
 * details; this restores the registry's status and the details. The rest is untouched.
 */
export function restoreErrorDetails(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  inContext(req, () => {
    const json = res.json.bind(res)
    res.json = (body: unknown) => {
      const code =
        typeof body === "object" && body !== null && "code" in body ? body.code : undefined
      if (res.statusCode < 400 || !isErrorCode(code)) return json(body as never)
      const { status } = ERRORS[code]
      const kept = contexts.get(req)?.error
      if (status === 503) res.setHeader("Retry-After", String(RETRY_AFTER_SECONDS))
      res.status(status)
      return json(
        (kept?.code === code ? { ...(body as object), details: kept.details } : body) as never
      )
    }
    next()
  })
}

/** Sends one of our errors with its status, code and details. */
export function answerError(res: MedusaResponse, error: HoldfastError): void {
  const { status, type } = ERRORS[error.code]
  const retryAfter = retryAfterOf(status, error.details)
  if (retryAfter) res.setHeader("Retry-After", String(retryAfter))
  const answer: ErrorAnswer = { type, code: error.code, message: error.message }
  res
    .status(status)
    .json(error.details === undefined ? answer : { ...answer, details: error.details })
}

/** Seconds to wait; undefined where waiting changes nothing. */
function retryAfterOf(status: number, details: unknown): number | undefined {
  if (status === 503) return RETRY_AFTER_SECONDS
  if (status !== 429) return undefined
  const known = typeof details === "object" && details !== null && "retry_after_seconds" in details
  return known ? Number(details.retry_after_seconds) : RETRY_AFTER_SECONDS
}

/** Includes database problems, on Medusa's own connections too. */
function ourError(thrown: unknown, req: MedusaRequest): HoldfastError | undefined {
  const error = translate(thrown)
  if (error instanceof HoldfastError) return error
  // An error thrown in a workflow has lost its class and details.
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (!isErrorCode(code)) return undefined
  const kept = contexts.get(req)?.error
  return kept?.code === code ? kept : new HoldfastError(code, String(message))
}

const contexts = new WeakMap<MedusaRequest, RequestContext>()

/** One context per request, whichever of our middlewares and handlers runs first. */
function inContext<Result>(req: MedusaRequest, work: () => Result): Result {
  if (contexts.has(req)) return work()
  const context: RequestContext = {}
  contexts.set(req, context)
  return runWithContext(context, () => asRequest(customerOfToken(req), work))
}
