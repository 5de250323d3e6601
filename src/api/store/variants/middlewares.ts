import { validateAndTransformQuery, type MiddlewareRoute } from "@medusajs/framework/http"
import { storeVariantAvailabilityQuery } from "../../../contracts/holds"

export const storeVariantMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/variants/:id/availability",
    methods: ["GET"],
    middlewares: [validateAndTransformQuery(storeVariantAvailabilityQuery, {})],
  },
]
