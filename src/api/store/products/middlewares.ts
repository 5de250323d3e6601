import type { MiddlewareRoute } from "@medusajs/framework/http"
import { lowerInventoryQuantity } from "./lower-inventory-quantity"

const MATCHERS = [
  "/store/products",
  "/store/products/:id",
  "/store/product-variants",
  "/store/product-variants/:id",
]

export const storeProductMiddlewares: MiddlewareRoute[] = MATCHERS.map((matcher) => ({
  matcher,
  methods: ["GET"],
  middlewares: [lowerInventoryQuantity],
}))
