import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminResolveShortfallBody } from "../../../../contracts/vault-shortfalls"
import { mendAnswers } from "../../../../lib/http/answer"
import { adminGetShortfallsParams } from "./validators"

/** The login is asked for by Medusa, on everything under /admin. */
export const adminShortfallMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/vaults/shortfalls",
    methods: ["GET"],
    middlewares: [
      validateAndTransformQuery(adminGetShortfallsParams, { defaults: [], isList: true }),
    ],
  },
  {
    matcher: "/admin/vaults/shortfalls/:id/resolve",
    methods: ["POST"],
    middlewares: [validateAndTransformBody(adminResolveShortfallBody), mendAnswers],
  },
]
