import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  abandonCompletion,
  type Attempt,
  prepareCompletion,
} from "../../../domain/checkout/complete"
import type { Demand } from "../../../domain/inventory/demand"
import { guard } from "../../utils/errors"
import { idOf } from "../../utils/request"
import { currentRequest } from "../../../workflows/hook-handlers/request"

/**
 * Before Medusa completes a cart: its holds must cover it, and it waits for its turn here, before
 * Medusa reads its snapshot of the stock. The hook asks for the same again and finds it done.
 */
export const prepareCartCompletion = prepareCompletionOf(idOf)

/**
 * @param cartIdOf which cart a request completes.
 * @param check refuses, by throwing, what the route wants beyond cover.
 */
export function prepareCompletionOf(
  cartIdOf: (req: MedusaRequest) => string,
  check?: (req: MedusaRequest, demand: Demand) => Promise<void>
) {
  return guard(async (req: MedusaRequest, res) => {
    const request = currentRequest()
    const begun = await prepareCompletion(req.scope, cartIdOf(req), {
      asker: request?.asker,
      check: check && ((demand) => check(req, demand)),
    })
    if (!begun) return
    if (request) request.begun = begun
    abandonUnlessOrdered(req, res, begun)
  })
}

/**
 * Medusa may refuse before our hook is reached (no payment session, say), and then nothing is
 * compensated.
 */
function abandonUnlessOrdered(req: MedusaRequest, res: MedusaResponse, attempt: Attempt): void {
  const json = res.json.bind(res)
  let ordered = false
  res.json = (body: unknown) => {
    ordered = typeof body === "object" && body !== null && "type" in body && body.type === "order"
    return json(body as never)
  }
  res.once("finish", () => {
    if (ordered) return
    abandonCompletion(req.scope, attempt).catch((error: unknown) => {
      // The turn expires and the sweeper tidies; only the wait for others is longer.
      req.scope
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`holdfast: an ended completion could not be tidied at once: ${String(error)}`)
    })
  })
}
