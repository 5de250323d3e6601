import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { keepInLine } from "../../../domain/checkout/complete"
import { Gate } from "../../utils/gate"
import { readOptions } from "../../../shared/options"
import { idOf } from "../../utils/request"

/** Requests that may wait at each gate: minutes of work for one process. */
const QUEUE_MAX = 1_000

/** One pair per process, created at the first request, once the options are loaded. */
let gates: { changes: Gate; completions: Gate } | undefined

function theGates(): { changes: Gate; completions: Gate } {
  const { gate, holds } = readOptions()
  // No longer than the cart's holds are extended for it.
  const limits = { queue: QUEUE_MAX, waitSeconds: holds.graceSeconds }
  gates ??= {
    changes: new Gate("cart changes", { concurrency: gate.changes, ...limits }),
    completions: new Gate("completions", { concurrency: gate.completions, ...limits }),
  }
  return gates
}

type Handler = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => void

/** In observe mode nobody waits. */
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
 * Paying in time counts: the cart's holds do not expire in the checkout queue. The request neither
 * waits for that nor needs it.
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
          .warn(
            `holdfast: holds of a cart in the checkout queue were not extended: ${String(error)}`
          )
      )
    }
    admit(req, res, next)
  }
}
export const admitCompletion = admitCompletionOf((req) => idOf(req))
