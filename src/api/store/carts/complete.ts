import { generateEntityId, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { abandonCompletion, beginCompletion, type Attempt } from "../../../lib/carts/complete"
import { readCart, readDemand } from "../../../lib/carts/demand"
import { findOrderOfCart } from "../../../lib/carts/orders"
import { answering } from "../../../lib/http/answer"
import { currentContext } from "../../../lib/http/request-context"
import { readOptions } from "../../../lib/options"

/**
 * Before Medusa completes a cart: its holds must cover it, and it waits for its turn here, before Medusa reads its
 * snapshot of the stock. The hook asks for the same again and finds it done.
 */
export async function prepareCompletion(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  await answering(res, next, async () => {
    const cart_id = String(req.params.id)
    // An order that is there is answered once more, and an unknown cart refused, by Medusa.
    if (readOptions().mode === "observe" || (await findOrderOfCart(req.scope, cart_id)))
      return next()
    const cart = await readCart(req.scope, cart_id)
    const attempt = { cart_id, owner: generateEntityId(undefined, "hfturn") }
    try {
      const demand = await readDemand(req.scope, cart)
      const at_ms = performance.now()
      await beginCompletion(req.scope, demand, attempt)
      const context = currentContext()
      if (context) {
        const inventory_item_ids = demand.pieces.map((piece) => piece.inventory_item_id)
        context.begun = { ...attempt, inventory_item_ids, at_ms }
      }
    } catch (error) {
      await abandonCompletion(req.scope, attempt)
      throw error
    }
    abandonUnlessOrdered(req, res, attempt)
    next()
  })
}

/** Medusa may refuse before our hook is reached (no payment session, say), and then nothing is compensated. */
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
