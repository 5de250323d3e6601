import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreCartHolds } from "../../../../../../contracts/holds"
import { toStoreCartHolds } from "../../../../../../domain/carts/holds-of-cart"
import { handle } from "../../../../../utils/errors"
import { idOf } from "../../../../../utils/request"
import { extendCartHoldsWorkflow } from "../../../../../../workflows/carts/extend-holds"

export const POST = handle(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  const cart_id = idOf(req)
  await extendCartHoldsWorkflow(req.scope).run({ input: { cart_id } })
  res.json(await toStoreCartHolds(req.scope, cart_id))
})
