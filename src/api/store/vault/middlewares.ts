import type { MiddlewareRoute } from "@medusajs/framework/http"
import { query, storePageParams, tradingRoute } from "../../utils/trading-route"
import { storeUnitsParams } from "./validators"

export const storeVaultMiddlewares: MiddlewareRoute[] = [
  tradingRoute("GET", "/store/vault", query(storeUnitsParams)),
  tradingRoute("GET", "/store/vault/entries", query(storePageParams)),
]
