import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Gate } from "../../../lib/http/gate"
import { readOptions } from "../../../lib/options"

/** One pair per process, made at the first request, when the options are certainly there. */
let gates: { changes: Gate; completions: Gate } | undefined

function theGates(): { changes: Gate; completions: Gate } {
  const { changes, completions, queue, waitSeconds } = readOptions().gate
  gates ??= {
    changes: new Gate("cart changes", { concurrency: changes, queue, waitSeconds }),
    completions: new Gate("completions", { concurrency: completions, queue, waitSeconds }),
  }
  return gates
}

type Handler = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => void

/** Observing changes nothing, so then nobody waits either. */
const unlessObserving =
  (
    gate: (gates: ReturnType<typeof theGates>) => Gate,
    cartIdOf: (req: MedusaRequest) => string | undefined = (req) => req.params.id
  ): Handler =>
  (req, res, next) => {
    if (readOptions().mode === "observe") return next()
    gate(theGates()).admit(req, res, next, cartIdOf(req))
  }

export const admitChange = unlessObserving(({ changes }) => changes)
export const admitCompletion = unlessObserving(({ completions }) => completions)
/** For routes that name the cart elsewhere than in their path. */
export const admitCompletionOf = (cartIdOf: (req: MedusaRequest) => string): Handler =>
  unlessObserving(({ completions }) => completions, cartIdOf)
