import { adminDropRoutes } from "./admin/drops/routes"
import { guardedAdminRoutes } from "./admin/held-units/routes"
import { adminHoldfastRoutes } from "./admin/holdfast/routes"
import { adminHoldRoutes } from "./admin/holds/routes"
import { adminSharedInventoryRoutes } from "./admin/shared-inventories/routes"
import { adminTradeRoutes } from "./admin/trades/routes"
import { adminVaultRoutes } from "./admin/vaults/routes"
import { guardedCartRoutes, storeCartRoutes } from "./store/carts/routes"
import { storeDropRoutes } from "./store/drops/routes"
import { guardedProductRoutes } from "./store/products/routes"
import { storeSharedInventoryRoutes } from "./store/shared-inventories/routes"
import { storeTradeRoutes } from "./store/trades/routes"
import { storeVariantRoutes } from "./store/variants/routes"
import { storeVaultRoutes } from "./store/vault/routes"

/** Every route of the plugin, in the order of the reference. */
export const routeAreas = [
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

/** Medusa's own routes, with our middlewares before them. */
export const guardedAreas = [guardedCartRoutes, guardedAdminRoutes, guardedProductRoutes]
