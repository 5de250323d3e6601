import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminSetAllotmentBody } from "../../../../../contracts/allotments"
import { mendAnswers } from "../../../../utils/answer"
import { requireTrading } from "../../../../utils/customer"
import { adminGetAllotmentsParams } from "./validators"

/** The login is asked for by Medusa, on everything under /admin. */
export const adminAllotmentMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/shared-inventories/:id/allotments",
    methods: ["GET"],
    middlewares: [
      requireTrading,
      validateAndTransformQuery(adminGetAllotmentsParams, { defaults: [], isList: true }),
    ],
  },
  {
    matcher: "/admin/shared-inventories/:id/allotments",
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(adminSetAllotmentBody), mendAnswers],
  },
]
