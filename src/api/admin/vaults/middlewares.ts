import {
  validateAndTransformBody,
  validateAndTransformQuery,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { adminMoveUnitsBody } from "../../../contracts/admin-vaults"
import { requireTrading } from "../../utils/customer"
import { adminGetVaultEntriesParams, adminGetVaultsParams } from "./validators"

const listQueryConfig = { defaults: [], isList: true }

/** The login is asked for by Medusa, on everything under /admin. */
export const adminVaultMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/admin/vaults",
    methods: ["GET"],
    middlewares: [requireTrading, validateAndTransformQuery(adminGetVaultsParams, listQueryConfig)],
  },
  {
    matcher: "/admin/vaults/entries",
    methods: ["GET"],
    middlewares: [
      requireTrading,
      validateAndTransformQuery(adminGetVaultEntriesParams, listQueryConfig),
    ],
  },
  ...["grant", "debit"].map((verb): MiddlewareRoute => ({
    matcher: `/admin/vaults/${verb}`,
    methods: ["POST"],
    middlewares: [requireTrading, validateAndTransformBody(adminMoveUnitsBody)],
  })),
]
