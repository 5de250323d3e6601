import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { adminDropMiddlewares } from "./admin/drops/middlewares"
import { adminTradeMiddlewares } from "./admin/trades/middlewares"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeDropMiddlewares } from "./store/drops/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeTradeMiddlewares } from "./store/trades/middlewares"
import { adminSharedInventoryMiddlewares } from "./admin/shared-inventories/middlewares"
import { adminVaultMiddlewares } from "./admin/vaults/middlewares"
import { storeSharedInventoryMiddlewares } from "./store/shared-inventories/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"
import { storeVaultMiddlewares } from "./store/vault/middlewares"

// Routes are loaded by processes that serve shoppers, and by no others.
serveRealtime()

export default defineMiddlewares({
  routes: [
    ...adminDropMiddlewares,
    ...adminTradeMiddlewares,
    ...storeCartMiddlewares,
    ...storeDropMiddlewares,
    ...storeProductMiddlewares,
    ...storeTradeMiddlewares,
    ...adminSharedInventoryMiddlewares,
    ...adminVaultMiddlewares,
    ...storeSharedInventoryMiddlewares,
    ...storeVariantMiddlewares,
    ...storeVaultMiddlewares,
  ],
})
