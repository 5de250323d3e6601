import { generateEntityId, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  abandonCompletion,
  beginCompletion,
  demandToComplete,
  type Attempt,
} from "../../../domain/checkout/complete"
import { readCart, type Demand } from "../../../domain/inventory/demand"
import { findOrderOfCart } from "../../../domain/inventory/reservations"
import { answering } from "../../utils/answer"
import { currentContext } from "../../../shared/request-context"
import { readOptions } from "../../../shared/options"

/**
 * Before Medusa completes a cart: its holds must cover it, and it waits for its turn here, before
 * Medusa reads its snapshot of the stock. The hook asks for the same again and finds it done.
 */
export const prepareCompletion = prepareCompletionOf((req) => String(req.params.id))

/**
 * @param cartIdOf which cart a request completes.
 * @param check refuses, by throwing, what the route wants beyond cover.
 */
export function prepareCompletionOf(
  cartIdOf: (req: MedusaRequest) => string,
  check?: (req: MedusaRequest, demand: Demand) => Promise<void>
) {
  return (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> =>
    prepare(req, res, next, cartIdOf(req), check)
}

async function prepare(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
  cart_id: string,
  check?: (req: MedusaRequest, demand: Demand) => Promise<void>
): Promise<void> {
  await answering(res, next, async () => {
    if (readOptions().mode === "observe") return next()
    const reading = readCart(req.scope, cart_id)
    reading.catch(() => undefined) // thrown below, if it is asked for
    // An order that is there is answered once more, and an unknown cart refused, by Medusa.
    if (await findOrderOfCart(req.scope, cart_id)) return next()
    const demand = await demandToComplete(req.scope, await reading)
    await check?.(req, demand)
    const attempt = { cart_id, owner: generateEntityId(undefined, "hfturn") }
    const at_ms = performance.now()
    try {
      await beginCompletion(req.scope, demand, attempt)
      const context = currentContext()
      if (context) context.begun = { ...attempt, inventory_item_ids: demand.item_ids, at_ms }
    } catch (error) {
      await abandonCompletion(req.scope, attempt)
      throw error
    }
    abandonUnlessOrdered(req, res, attempt)
    next()
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
      // The turn lapses and the sweeper tidies; only the wait for others is longer.
      req.scope
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`holdfast: an ended completion could not be tidied at once: ${String(error)}`)
    })
  })
}
