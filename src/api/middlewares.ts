import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { adminDropMiddlewares } from "./admin/drops/middlewares"
import { adminAllotmentMiddlewares } from "./admin/shared-inventories/[id]/allotments/middlewares"
import { adminShortfallMiddlewares } from "./admin/vaults/shortfalls/middlewares"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeDropMiddlewares } from "./store/drops/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeAllotmentMiddlewares } from "./store/shared-inventories/[id]/allotments/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"

// Routes are loaded by processes that serve shoppers, and by no others.
serveRealtime()

export default defineMiddlewares({
  routes: [
    ...adminAllotmentMiddlewares,
    ...adminDropMiddlewares,
    ...adminShortfallMiddlewares,
    ...storeAllotmentMiddlewares,
    ...storeCartMiddlewares,
    ...storeDropMiddlewares,
    ...storeProductMiddlewares,
    ...storeVariantMiddlewares,
  ],
})
