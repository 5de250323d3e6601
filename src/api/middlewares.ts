import { defineMiddlewares } from "@medusajs/framework/http"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeDropMiddlewares } from "./store/drops/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"

export default defineMiddlewares({
  routes: [
    ...storeCartMiddlewares,
    ...storeDropMiddlewares,
    ...storeProductMiddlewares,
    ...storeVariantMiddlewares,
  ],
})
