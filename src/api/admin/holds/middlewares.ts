import { validateAndTransformQuery, type MiddlewareRoute } from "@medusajs/framework/http"
import { adminGetHoldsParams } from "./validators"

export const adminHoldMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/holds",
    methods: ["GET"],
    middlewares: [validateAndTransformQuery(adminGetHoldsParams, { defaults: [], isList: true })],
  },
]
