import type { MiddlewareRoute } from "@medusajs/framework/http"
import { limitPerMinute } from "../../../utils/rate-limit"
import { query, tradingRoute } from "../../../utils/trading-route"
import { storeGetMatchesParams } from "./validators"

export const storeMatchMiddlewares: MiddlewareRoute[] = [
  tradingRoute(
    "GET",
    "/store/trades/matches",
    limitPerMinute("matches"),
    query(storeGetMatchesParams)
  ),
]
