import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreCartHolds } from "../../../../../contracts/holds"
import { toStoreCartHolds } from "../../../../../domain/carts/holds-of-cart"
import { answered } from "../../../../utils/answered"
import { releaseCartHoldsWorkflow } from "../../../../../workflows/carts/release-holds"

/** The cart's holds, for a countdown and for warnings before the shopper pays. */
export const GET = answered(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  res.json(await toStoreCartHolds(req.scope, cartId(req)))
})

/**
 * Gives the units back at once; the lines stay, and completion takes the units again while they are
 * there.
 */
export const DELETE = answered(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  await toStoreCartHolds(req.scope, cartId(req)) // an unknown cart is 404, as for GET
  await releaseCartHoldsWorkflow(req.scope).run({ input: { cart_id: cartId(req) } })
  res.json(await toStoreCartHolds(req.scope, cartId(req)))
})

const cartId = (req: MedusaRequest): string => String(req.params.id)
