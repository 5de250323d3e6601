import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreCartHolds } from "../../../../../contracts/holds"
import { toStoreCartHolds } from "../../../../../domain/carts/holds-of-cart"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { releaseCartHoldsWorkflow } from "../../../../../workflows/carts/release-holds"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  res.json(await toStoreCartHolds(req.scope, idOf(req)))
})

export const DELETE = handle(async (req: MedusaRequest, res: MedusaResponse<StoreCartHolds>) => {
  await toStoreCartHolds(req.scope, idOf(req)) // an unknown cart is 404, as for GET
  await releaseCartHoldsWorkflow(req.scope).run({ input: { cart_id: idOf(req) } })
  res.json(await toStoreCartHolds(req.scope, idOf(req)))
})
