import type { RouteArea } from "../contracts/route-table"
import { adminDropRoutes } from "./admin/drops/openapi"
import { adminHoldfastRoutes } from "./admin/holdfast/openapi"
import { adminSharedInventoryRoutes } from "./admin/shared-inventories/openapi"
import { adminTradeRoutes } from "./admin/trades/openapi"
import { adminVaultRoutes } from "./admin/vaults/openapi"
import { storeCartRoutes } from "./store/carts/openapi"
import { storeDropRoutes } from "./store/drops/openapi"
import { storeSharedInventoryRoutes } from "./store/shared-inventories/openapi"
import { storeTradeRoutes } from "./store/trades/openapi"
import { storeVariantRoutes } from "./store/variants/openapi"
import { storeVaultRoutes } from "./store/vault/openapi"

export { guardedRoutes } from "./store/carts/openapi"

/** Every route of the plugin. `npm run docs` writes the OpenAPI file and the reference from it. */
export const routeAreas: readonly RouteArea[] = [
  storeCartRoutes,
  storeVariantRoutes,
  storeDropRoutes,
  storeVaultRoutes,
  storeSharedInventoryRoutes,
  storeTradeRoutes,
  adminDropRoutes,
  adminVaultRoutes,
  adminSharedInventoryRoutes,
  adminTradeRoutes,
  adminHoldfastRoutes,
]
