import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { adminDropMiddlewares } from "./admin/drops/middlewares"
import { adminHeldUnitsMiddlewares } from "./admin/held-units/middlewares"
import { adminHoldMiddlewares } from "./admin/holds/middlewares"
import { adminSharedInventoryMiddlewares } from "./admin/shared-inventories/middlewares"
import { adminTradeMiddlewares } from "./admin/trades/middlewares"
import { adminVaultMiddlewares } from "./admin/vaults/middlewares"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeDropMiddlewares } from "./store/drops/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeSharedInventoryMiddlewares } from "./store/shared-inventories/middlewares"
import { storeListingMiddlewares } from "./store/trades/listings/middlewares"
import { storeMatchMiddlewares } from "./store/trades/matches/middlewares"
import { storeTradeMiddlewares } from "./store/trades/middlewares"
import { adminAllotmentMiddlewares } from "./admin/shared-inventories/[id]/allotments/middlewares"
import { adminShortfallMiddlewares } from "./admin/vaults/shortfalls/middlewares"
import { storeAllotmentMiddlewares } from "./store/shared-inventories/[id]/allotments/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"
import { storeVaultMiddlewares } from "./store/vault/middlewares"

// Routes are loaded by processes that serve shoppers, and by no others.
serveRealtime()

export default defineMiddlewares({
  routes: [
    ...adminAllotmentMiddlewares,
    ...adminDropMiddlewares,
    ...adminHeldUnitsMiddlewares,
    ...adminHoldMiddlewares,
    ...adminSharedInventoryMiddlewares,
    ...adminTradeMiddlewares,
    ...adminVaultMiddlewares,
    ...adminShortfallMiddlewares,
    ...storeAllotmentMiddlewares,
    ...storeCartMiddlewares,
    ...storeDropMiddlewares,
    ...storeListingMiddlewares,
    ...storeMatchMiddlewares,
    ...storeProductMiddlewares,
    ...storeSharedInventoryMiddlewares,
    ...storeTradeMiddlewares,
    ...storeVariantMiddlewares,
    ...storeVaultMiddlewares,
  ],
})
