import { guardRoutes } from "../../utils/define-routes"
import { lowerInventoryQuantity } from "./lower-inventory-quantity"

const guards = [lowerInventoryQuantity]

export const guardedProductRoutes = guardRoutes({
  "GET /store/products": { guards },
  "GET /store/products/:id": { guards },
  "GET /store/product-variants": { guards },
  "GET /store/product-variants/:id": { guards },
})
