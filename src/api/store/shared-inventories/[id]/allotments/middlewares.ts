import type { MiddlewareRoute } from "@medusajs/framework/http"
import { tradingCustomer } from "../../../../utils/customer"

export const storeAllotmentMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/shared-inventories/:id/allotments",
    methods: ["GET"],
    middlewares: tradingCustomer,
  },
]
