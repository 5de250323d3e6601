import type { GuardedRoute, RouteArea } from "../contracts/route-table"
import { adminDropRoutes } from "./admin/drops/openapi"
import { guardedAdminRoutes } from "./admin/held-units/openapi"
import { adminHoldfastRoutes } from "./admin/holdfast/openapi"
import { adminHoldRoutes } from "./admin/holds/openapi"
import { adminSharedInventoryRoutes } from "./admin/shared-inventories/openapi"
import { adminTradeRoutes } from "./admin/trades/openapi"
import { adminVaultRoutes } from "./admin/vaults/openapi"
import { guardedCartRoutes, storeCartRoutes } from "./store/carts/openapi"
import { storeDropRoutes } from "./store/drops/openapi"
import { storeSharedInventoryRoutes } from "./store/shared-inventories/openapi"
import { storeTradeRoutes } from "./store/trades/openapi"
import { storeVariantRoutes } from "./store/variants/openapi"
import { storeVaultRoutes } from "./store/vault/openapi"

/** Medusa's own routes, with the refusals that the plugin adds. */
export const guardedRoutes: readonly GuardedRoute[] = [...guardedCartRoutes, ...guardedAdminRoutes]

/** Every route of the plugin. `npm run docs` writes the OpenAPI file and the reference from it. */
export const routeAreas: readonly RouteArea[] = [
  storeCartRoutes,
  storeVariantRoutes,
  storeDropRoutes,
  storeVaultRoutes,
  storeSharedInventoryRoutes,
  storeTradeRoutes,
  adminHoldRoutes,
  adminDropRoutes,
  adminVaultRoutes,
  adminSharedInventoryRoutes,
  adminTradeRoutes,
  adminHoldfastRoutes,
]
