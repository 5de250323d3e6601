import type { MedusaRequest, MedusaStoreRequest } from "@medusajs/framework/http"
import type { PurchaseDropBody } from "../../../contracts/drops"
import { checkPurchase, requireLiveReservation } from "../../../domain/drops/purchase"
import { guard, restoreErrorDetails } from "../../utils/errors"
import { idOf } from "../../utils/request"
import { prepareCompletionOf } from "../carts/complete"
import { admitCompletionOf } from "../carts/gates"
import { shopperOf } from "./context"

const cartIdOf = (req: MedusaRequest): string => (req.validatedBody as PurchaseDropBody).cart_id

/** The drop and the cart must be visible to this shopper. */
const checkDropAndCart = guard((req: MedusaStoreRequest) =>
  checkPurchase(req.scope, { drop_id: idOf(req), cart_id: cartIdOf(req), ...shopperOf(req) })
)

/** The cart must hold live units of this drop, and keeps them from here on. */
const prepareDropPurchase = prepareCompletionOf(cartIdOf, (req, demand) =>
  requireLiveReservation(req.scope, demand, {
    drop_id: idOf(req),
    ...shopperOf(req as MedusaStoreRequest), // all of /store
  })
)

export const purchaseGuards = [
  admitCompletionOf(cartIdOf),
  restoreErrorDetails,
  checkDropAndCart,
  prepareDropPurchase,
]
