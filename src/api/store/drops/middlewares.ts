import {
  authenticate,
  validateAndTransformBody,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
  type MedusaStoreRequest,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { purchaseDropBody, reserveDropBody, type PurchaseDropBody } from "../../../contracts/drops"
import { answering, mendAnswers } from "../../utils/answer"
import { checkPurchase, requireLiveReservation } from "../../../domain/drops/purchase"
import { query } from "../../utils/trading-route"
import { admitCompletionOf } from "../carts/gates"
import { shopperOf } from "./context"
import { prepareCompletionOf } from "../carts/complete"
import { storeGetDropsParams } from "./validators"

const customer = authenticate("customer", ["session", "bearer"])

/**
 * Of an object schema Medusa makes a strict copy with every request, which alone is a tenth of what
 * a reserve costs. This one is strict, and in a form of which no copy is made.
 */
const rushedBody = reserveDropBody.readonly()

/** The cart that is bought is named in the body. */
const cartIdOf = (req: MedusaRequest): string => (req.validatedBody as PurchaseDropBody).cart_id

/** The cart must hold live units of this drop, and goes on holding them from here. */
const prepareDropPurchase = prepareCompletionOf(cartIdOf, (req, demand) =>
  requireLiveReservation(req.scope, demand, {
    drop_id: String(req.params.id),
    ...shopperOf(req as MedusaStoreRequest),
  })
)

/** Before anything else: the drop and the cart are ones that this shopper may know of. */
async function checkDropAndCart(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  await answering(res, next, async () => {
    const shopper = shopperOf(req as MedusaStoreRequest)
    await checkPurchase(req.scope, {
      drop_id: String(req.params.id),
      cart_id: cartIdOf(req),
      ...shopper,
    })
    next()
  })
}

export const storeDropMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/drops",
    methods: ["GET"],
    middlewares: [query(storeGetDropsParams), mendAnswers],
  },
  { matcher: "/store/drops/:id", methods: ["GET"], middlewares: [mendAnswers] },
  {
    matcher: "/store/drops/:id/reserve",
    methods: ["POST"],
    // Medusa has looked at the token already, as on every route under `/store`: no need to verify
    // it twice.
    middlewares: [validateAndTransformBody(rushedBody), mendAnswers],
  },
  {
    matcher: "/store/drops/:id/purchase",
    methods: ["POST"],
    middlewares: [
      validateAndTransformBody(purchaseDropBody),
      admitCompletionOf(cartIdOf),
      mendAnswers,
      checkDropAndCart,
      prepareDropPurchase,
    ],
  },
  {
    matcher: "/store/drops/reservations/me",
    methods: ["GET"],
    middlewares: [customer, mendAnswers],
  },
  {
    matcher: "/store/drops/reservations/:id",
    methods: ["DELETE"],
    middlewares: [customer, mendAnswers],
  },
]
