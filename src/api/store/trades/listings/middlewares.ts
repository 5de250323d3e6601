import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { setListingBody } from "../../../../contracts/trades"
import { tradingCustomer } from "../../../../lib/http/customer"
import { storeGetListingsParams } from "./validators"

export const storeListingMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/trades/listings",
    methods: ["GET"],
    middlewares: [
      ...tradingCustomer,
      validateAndTransformQuery(storeGetListingsParams, { defaults: [], isList: true }),
    ],
  },
  {
    matcher: "/store/trades/listings",
    methods: ["POST"],
    middlewares: [...tradingCustomer, validateAndTransformBody(setListingBody)],
  },
  {
    matcher: "/store/trades/listings/:id",
    methods: ["DELETE"],
    middlewares: [...tradingCustomer],
  },
]
