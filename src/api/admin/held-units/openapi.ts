import type { GuardedRoute } from "../../../contracts/route-table"

const PATHS = [
  ["POST", "/admin/inventory-items/{id}/location-levels/{location_id}"],
  ["DELETE", "/admin/inventory-items/{id}/location-levels/{location_id}"],
  ["POST", "/admin/inventory-items/{id}/location-levels/batch"],
  ["POST", "/admin/inventory-items/location-levels/batch"],
  ["POST", "/admin/reservations"],
  ["POST", "/admin/reservations/{id}"],
  ["POST", "/admin/draft-orders/{id}/convert-to-order"],
  ["POST", "/admin/order-edits/{id}/confirm"],
  ["POST", "/admin/exchanges/{id}/request"],
  ["POST", "/admin/claims/{id}/request"],
] as const

/** Medusa's own, where the option `adminActions.heldUnits` is `refuse`. */
export const guardedAdminRoutes: readonly GuardedRoute[] = PATHS.map(([method, path]) => ({
  method,
  path,
  errors: ["UNITS_ON_HOLD", "CHECKOUT_BUSY"],
}))
