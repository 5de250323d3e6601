import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { keepInLine } from "../../../domain/checkout/complete"
import { Gate } from "../../utils/gate"
import { readOptions } from "../../../shared/options"
import { idOf } from "../../utils/request"

/** Requests that may wait at each gate: some minutes of work for one process. */
const QUEUE_MAX = 1_000

/** One pair per process, made at the first request, when the options are certainly there. */
let gates: { changes: Gate; completions: Gate } | undefined

function theGates(): { changes: Gate; completions: Gate } {
  const { gate, holds } = readOptions()
  // No longer than what the cart holds is kept alive for it.
  const limits = { queue: QUEUE_MAX, waitSeconds: holds.graceSeconds }
  gates ??= {
    changes: new Gate("cart changes", { concurrency: gate.changes, ...limits }),
    completions: new Gate("completions", { concurrency: gate.completions, ...limits }),
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

/**
 * Whoever asks to pay in time is in time: what the cart holds does not expire in the checkout
 * queue. The request does not wait for that, and passes without it too.
 *
 * @param cartIdOf for routes that name the cart elsewhere than in their path.
 */
export const admitCompletionOf = (cartIdOf: (req: MedusaRequest) => string): Handler => {
  const admit = unlessObserving(({ completions }) => completions, cartIdOf)
  return (req, res, next) => {
    const cartId = cartIdOf(req)
    if (readOptions().mode !== "observe" && theGates().completions.isBusy(cartId)) {
      keepInLine(req.scope, cartId).catch((error: unknown) =>
        req.scope
          .resolve(ContainerRegistrationKeys.LOGGER)
          .warn(`holdfast: holds of a cart in line could not be kept: ${String(error)}`)
      )
    }
    admit(req, res, next)
  }
}
export const admitCompletion = admitCompletionOf((req) => idOf(req))
