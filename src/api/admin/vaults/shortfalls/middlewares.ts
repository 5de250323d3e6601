import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminResolveShortfallBody } from "../../../../contracts/vault-shortfalls"
import { mendAnswers } from "../../../utils/answer"
import { requireTrading } from "../../../utils/customer"
import { adminGetShortfallsParams } from "./validators"

/** The login is asked for by Medusa, on everything under /admin. */
export const adminShortfallMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/vaults/shortfalls",
    methods: ["GET"],
    middlewares: [
      requireTrading,
      validateAndTransformQuery(adminGetShortfallsParams, { defaults: [], isList: true }),
    ],
  },
  {
    matcher: "/admin/vaults/shortfalls/:id/resolve",
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(adminResolveShortfallBody), mendAnswers],
  },
]
