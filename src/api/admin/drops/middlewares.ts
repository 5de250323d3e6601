import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminCreateDrop, adminUpdateDrop } from "../../../contracts/admin-drops"
import { noBody } from "../../../contracts/no-body"
import { mendAnswers } from "../../utils/answer"
import {
  listDropHoldsQueryConfig,
  listDropsQueryConfig,
  retrieveDropQueryConfig,
} from "./query-config"
import { adminGetDropHoldsParams, adminGetDropParams, adminGetDropsParams } from "./validators"

const oneDrop = validateAndTransformQuery(adminGetDropParams, retrieveDropQueryConfig)

/** The login is asked for by Medusa, on everything under /admin. */
export const adminDropMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/drops",
    methods: ["GET"],
    middlewares: [validateAndTransformQuery(adminGetDropsParams, listDropsQueryConfig)],
  },
  {
    matcher: "/admin/drops",
    methods: ["POST"],
    middlewares: [validateAndTransformBody(adminCreateDrop), oneDrop, mendAnswers],
  },
  { matcher: "/admin/drops/:id", methods: ["GET"], middlewares: [oneDrop] },
  {
    // Express matches /admin/drops/expire-now here as well; without a body it passes.
    matcher: "/admin/drops/:id",
    methods: ["POST"],
    middlewares: [validateAndTransformBody(adminUpdateDrop), oneDrop, mendAnswers],
  },
  { matcher: "/admin/drops/:id", methods: ["DELETE"], middlewares: [mendAnswers] },
  ...["schedule", "cancel", "end"].map((verb): MiddlewareRoute => ({
    matcher: `/admin/drops/:id/${verb}`,
    methods: ["POST"],
    middlewares: [validateAndTransformBody(noBody), oneDrop, mendAnswers],
  })),
  {
    matcher: "/admin/drops/expire-now",
    methods: ["POST"],
    middlewares: [validateAndTransformBody(noBody)],
  },
  {
    matcher: "/admin/drops/:id/holds",
    methods: ["GET"],
    middlewares: [validateAndTransformQuery(adminGetDropHoldsParams, listDropHoldsQueryConfig)],
  },
]
