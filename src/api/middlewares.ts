import { defineMiddlewares } from "@medusajs/framework/http"
import { storeCartMiddlewares } from "./store/carts/middlewares"
import { storeProductMiddlewares } from "./store/products/middlewares"
import { storeVariantMiddlewares } from "./store/variants/middlewares"

export default defineMiddlewares({
  routes: [...storeCartMiddlewares, ...storeProductMiddlewares, ...storeVariantMiddlewares],
})
