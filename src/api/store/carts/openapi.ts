import type { ErrorCode } from "../../../contracts/errors"
import type { GuardedRoute, RouteArea } from "../../../contracts/route-table"
import { storeCartHolds } from "../../../contracts/holds"

const params = { id: "Id of the cart." }

export const storeCartRoutes: RouteArea = {
  name: "Cart holds",
  description: "What a cart holds, and until when.",
  routes: [
    {
      method: "GET",
      path: "/store/carts/{id}/holds",
      summary: "The cart's holds",
      details: "For a countdown, and for warnings before the shopper pays.",
      auth: "anyone",
      params,
      answers: { 200: storeCartHolds },
      errors: ["CHECKOUT_BUSY"],
      medusaErrors: [404],
    },
    {
      method: "DELETE",
      path: "/store/carts/{id}/holds",
      summary: "Give the units back at once",
      details: "The lines stay, and completion takes the units again while they are there.",
      auth: "anyone",
      params,
      answers: { 200: storeCartHolds },
      errors: ["CHECKOUT_BUSY"],
      medusaErrors: [404],
    },
    {
      method: "POST",
      path: "/store/carts/{id}/holds/extend",
      summary: "Start the holds' time again",
      details:
        "Up to their hard cap; units that lapsed, or were not held yet, are taken anew. When some are short, nothing is taken.",
      auth: "anyone",
      params,
      answers: { 200: storeCartHolds },
      errors: ["FORBIDDEN", "SHARED_INVENTORY_CLOSED", "INSUFFICIENT_STOCK", "CHECKOUT_BUSY"],
      medusaErrors: [404],
    },
  ],
}

/** Where the cart buys, or is about to, from a shared inventory's stock. */
const SHARED: readonly ErrorCode[] = ["FORBIDDEN", "SHARED_INVENTORY_CLOSED"]

const CHANGE: readonly ErrorCode[] = [
  ...SHARED,
  "INSUFFICIENT_STOCK",
  "CHECKOUT_BUSY",
  "INVALID_DATA",
]

/** Medusa's own cart routes: its answers, and these refusals of ours. */
export const guardedCartRoutes: readonly GuardedRoute[] = [
  {
    method: "POST",
    path: "/store/carts",
    errors: CHANGE,
  },
  { method: "POST", path: "/store/carts/{id}", errors: SHARED },
  {
    method: "POST",
    path: "/store/carts/{id}/line-items",
    errors: CHANGE,
  },
  {
    method: "POST",
    path: "/store/carts/{id}/line-items/{line_id}",
    errors: CHANGE,
  },
  {
    method: "DELETE",
    path: "/store/carts/{id}/line-items/{line_id}",
    errors: ["CHECKOUT_BUSY"],
  },
  {
    method: "POST",
    path: "/store/carts/{id}/complete",
    errors: [...SHARED, "INSUFFICIENT_STOCK", "HOLD_EXPIRED", "CHECKOUT_BUSY"],
  },
  {
    method: "POST",
    path: "/store/payment-collections",
    errors: [...SHARED, "INSUFFICIENT_STOCK", "CHECKOUT_BUSY"],
  },
]
