import { validateAndTransformQuery, type MiddlewareRoute } from "@medusajs/framework/http"
import { tradingCustomer } from "../../../../lib/http/customer"
import { limitPerMinute } from "../../../../lib/http/rate-limit"
import { storeGetMatchesParams } from "./validators"

export const storeMatchMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/trades/matches",
    methods: ["GET"],
    middlewares: [
      ...tradingCustomer,
      limitPerMinute("matches"),
      validateAndTransformQuery(storeGetMatchesParams, { defaults: [], isList: true }),
    ],
  },
]
