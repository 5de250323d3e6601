import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreCartHolds } from "../../../../../../contracts/holds"
import { toStoreCartHolds } from "../../../../../../domain/carts/holds-of-cart"
import { handle } from "../../../../../utils/errors"
import { idOf } from "../../../../../utils/request"
import { extendCartHoldsWorkflow } from "../../../../../../workflows/carts/extend-holds"

/**
 * Starts the holds' time again, up to their hard cap, and takes units anew that lapsed (or were not
 * held yet, where holds begin at the checkout). 409 `INSUFFICIENT_STOCK` with every short line;
 * nothing is taken then.
 */
export const POST = handle(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  const cart_id = idOf(req)
  await extendCartHoldsWorkflow(req.scope).run({ input: { cart_id } })
  res.json(await toStoreCartHolds(req.scope, cart_id))
})
