import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminCancelTrade } from "../../../contracts/admin-trades"
import { requireTrading } from "../../utils/customer"
import { listTradesQueryConfig, retrieveTradeQueryConfig } from "./query-config"
import { adminGetTradeParams, adminGetTradesParams } from "./validators"

const oneTrade = validateAndTransformQuery(adminGetTradeParams, retrieveTradeQueryConfig)

/** The login is asked for by Medusa, on everything under /admin. */
export const adminTradeMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/trades",
    methods: ["GET"],
    middlewares: [
      requireTrading,
      validateAndTransformQuery(adminGetTradesParams, listTradesQueryConfig),
    ],
  },
  { matcher: "/admin/trades/:id", methods: ["GET"], middlewares: [requireTrading, oneTrade] },
  {
    matcher: "/admin/trades/:id/cancel",
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(adminCancelTrade), oneTrade],
  },
]
