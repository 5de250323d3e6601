import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { translate } from "../../shared/database-errors"
import { HoldfastError, isErrorCode } from "../../shared/errors"
import { answerRefusal } from "./answer"
import { refusalOf } from "../../shared/request-context"

/**
 * Around our own route handlers: a refusal is answered with its status, code and details; the rest
 * is Medusa's.
 */
export function answered<Req extends MedusaRequest, Res extends MedusaResponse>(
  handler: (req: Req, res: Res) => Promise<void>
): (req: Req, res: Res) => Promise<void> {
  return async (req, res) => {
    try {
      await handler(req, res)
    } catch (error) {
      const refusal = asRefusal(error)
      if (!refusal || res.headersSent) throw error
      answerRefusal(res, refusal)
    }
  }
}

/** A refusal that came out of a workflow has lost its class and details on the way. */
function asRefusal(error: unknown): HoldfastError | undefined {
  // of Medusa's own connections; the ledger has translated its own
  const translated = translate(error)
  if (translated instanceof HoldfastError) return translated
  if (!(error instanceof Error) || !("code" in error) || !isErrorCode(error.code)) return undefined
  const known = refusalOf()
  return known?.code === error.code ? known : new HoldfastError(error.code, error.message)
}
