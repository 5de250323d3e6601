import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { adminDropMiddlewares } from "./admin/drops/middlewares"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeDropMiddlewares } from "./store/drops/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeListingMiddlewares } from "./store/trades/listings/middlewares"
import { storeMatchMiddlewares } from "./store/trades/matches/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"

// Routes are loaded by processes that serve shoppers, and by no others.
serveRealtime()

export default defineMiddlewares({
  routes: [
    ...adminDropMiddlewares,
    ...storeCartMiddlewares,
    ...storeDropMiddlewares,
    ...storeProductMiddlewares,
    ...storeListingMiddlewares,
    ...storeMatchMiddlewares,
    ...storeVariantMiddlewares,
  ],
})
