import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import {
  confirmTradeBody,
  counterTradeBody,
  createRingBody,
  createTradeBody,
  noBody,
} from "../../../contracts/trades"
import { tradingCustomer } from "../../../lib/http/customer"
import { limitPerMinute } from "../../../lib/http/rate-limit"
import { storeGetTradesParams } from "./validators"

const creating = limitPerMinute("trades")
const LIST = { defaults: [], isList: true }

/** Whoever is not logged in learns nothing of what a body should look like: the login comes first. */
export const storeTradeMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/trades",
    methods: ["GET"],
    middlewares: [...tradingCustomer, validateAndTransformQuery(storeGetTradesParams, LIST)],
  },
  {
    matcher: "/store/trades",
    methods: ["POST"],
    middlewares: [...tradingCustomer, creating, validateAndTransformBody(createTradeBody)],
  },
  {
    matcher: "/store/trades/rings",
    methods: ["POST"],
    middlewares: [...tradingCustomer, creating, validateAndTransformBody(createRingBody)],
  },
  { matcher: "/store/trades/:id", methods: ["GET"], middlewares: [...tradingCustomer] },
  {
    matcher: "/store/trades/:id/confirm",
    methods: ["POST"],
    middlewares: [...tradingCustomer, validateAndTransformBody(confirmTradeBody)],
  },
  ...["decline", "cancel"].map((verb): MiddlewareRoute => ({
    matcher: `/store/trades/:id/${verb}`,
    methods: ["POST"],
    middlewares: [...tradingCustomer, validateAndTransformBody(noBody)],
  })),
  {
    matcher: "/store/trades/:id/counter",
    methods: ["POST"],
    middlewares: [...tradingCustomer, creating, validateAndTransformBody(counterTradeBody)],
  },
]
