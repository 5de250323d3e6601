import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ERRORS, type ErrorAnswer } from "../../contracts/errors"
import { translate } from "../../shared/database-errors"
import { HoldfastError, isErrorCode } from "../../shared/errors"
import { runWithContext, type RequestContext } from "../../shared/request-context"
import { asRequest } from "../../workflows/hook-handlers/request"
import { customerOfToken } from "./request"

/** Seconds after which a shopper who gets a 503 should try again. */
export const RETRY_AFTER_SECONDS = 2

type Work<Req extends MedusaRequest, Res extends MedusaResponse> = (
  req: Req,
  res: Res
) => Promise<void>

/** Around our own route handlers: sends our errors in full, and leaves the rest to Medusa. */
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

/** A middleware that lets the request pass unless `check` throws. */
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
 * Around Medusa's own routes. An error that a hook threw arrives at Medusa's error handler as a
 * plain 400 without details; here it gets back the status and details of the registry. Everything
 * else passes through untouched.
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

/** Sends one of our errors with its own status, code and details. */
export function answerError(res: MedusaResponse, error: HoldfastError): void {
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

/** Trouble of the database included, also on Medusa's own connections. */
function ourError(thrown: unknown, req: MedusaRequest): HoldfastError | undefined {
  const error = translate(thrown)
  if (error instanceof HoldfastError) return error
  // What a workflow threw has lost its class and details on the way.
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (!isErrorCode(code)) return undefined
  const kept = contexts.get(req)?.error
  return kept?.code === code ? kept : new HoldfastError(code, String(message))
}

const contexts = new WeakMap<MedusaRequest, RequestContext>()

/** One context per request, whichever of our middlewares and handlers comes first. */
function inContext<Result>(req: MedusaRequest, work: () => Result): Result {
  if (contexts.has(req)) return work()
  const context: RequestContext = {}
  contexts.set(req, context)
  return runWithContext(context, () => asRequest(customerOfToken(req), work))
}
