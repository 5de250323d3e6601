import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminFreezeBody } from "../../../contracts/admin-shared-inventories"
import { noBody } from "../../../contracts/no-body"
import { requireTrading } from "../../utils/customer"
import {
  listQueryConfig,
  listSharedInventoriesQueryConfig,
  retrieveSharedInventoryQueryConfig,
} from "./query-config"
import {
  adminGetEntriesParams,
  adminGetMembersParams,
  adminGetSharedInventoriesParams,
  adminGetSharedInventoryParams,
  adminGetUnitsParams,
} from "./validators"

const ALL = "/admin/shared-inventories"
const one = validateAndTransformQuery(
  adminGetSharedInventoryParams,
  retrieveSharedInventoryQueryConfig
)
const lists = {
  members: adminGetMembersParams,
  units: adminGetUnitsParams,
  entries: adminGetEntriesParams,
}

/** The login is asked for by Medusa, on everything under /admin. */
export const adminSharedInventoryMiddlewares: MiddlewareRoute[] = [
  {
    matcher: ALL,
    methods: ["GET"],
    middlewares: [
      requireTrading,
      validateAndTransformQuery(adminGetSharedInventoriesParams, listSharedInventoriesQueryConfig),
    ],
  },
  { matcher: `${ALL}/:id`, methods: ["GET"], middlewares: [requireTrading, one] },
  ...Object.entries(lists).map(([what, params]): MiddlewareRoute => ({
    matcher: `${ALL}/:id/${what}`,
    methods: ["GET"],
    middlewares: [requireTrading, validateAndTransformQuery(params, listQueryConfig)],
  })),
  {
    matcher: `${ALL}/:id/freeze`,
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(adminFreezeBody), one],
  },
  {
    matcher: `${ALL}/:id/unfreeze`,
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(noBody), one],
  },
]
