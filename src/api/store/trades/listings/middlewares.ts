import type { MiddlewareRoute } from "@medusajs/framework/http"
import { setListingBody } from "../../../../contracts/trades"
import { body, query, tradingRoute } from "../../../utils/trading-route"
import { storeGetListingsParams } from "./validators"

const ALL = "/store/trades/listings"

export const storeListingMiddlewares: MiddlewareRoute[] = [
  tradingRoute("GET", ALL, query(storeGetListingsParams)),
  tradingRoute("POST", ALL, body(setListingBody)),
  tradingRoute("DELETE", `${ALL}/:id`),
]
