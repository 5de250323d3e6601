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
 * The cart must be covered by holds and get its lock before Medusa reads its snapshot of the stock.
 * The hook checks the same again and finds it done.
 */
export const prepareCartCompletion = prepareCompletionOf(idOf)

/**
 * @param cartIdOf which cart a request completes.
 * @param check throws if the route requires more than cover.
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

/** Medusa may fail before our hook runs (no payment session, for instance): nothing compensates. */
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
      // The lock expires and the sweeper tidies up; others only wait longer.
      req.scope
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(
          `holdfast: a failed completion was not tidied up; the sweeper will do it: ${String(error)}`
        )
    })
  })
}
