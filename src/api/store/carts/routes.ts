import type { ErrorCode } from "../../../contracts/errors"
import { storeCartHolds } from "../../../contracts/holds"
import { defineRoutes, guardRoutes } from "../../utils/define-routes"
import { restoreErrorDetails } from "../../utils/errors"
import { holdAtCheckout } from "./begin-checkout"
import { prepareCartCompletion } from "./complete"
import { checkAdd, checkUpdate } from "./early-check"
import { admitChange, admitCompletion } from "./gates"
import { guardSharedInventory } from "./shared-inventory"

export const storeCartRoutes = defineRoutes({
  name: "Cart holds",
  description: "What a cart holds, and until when.",
  auth: "anyone",
  params: { id: "Id of the cart." },
  errors: ["CHECKOUT_BUSY"],
  routes: {
    "GET /store/carts/:id/holds": {
      summary: "The cart's holds",
      details: "For a countdown, and for warnings before the shopper pays.",
      answer: storeCartHolds,
      medusaErrors: [404],
    },
    "DELETE /store/carts/:id/holds": {
      summary: "Release the cart's holds",
      details: "The lines stay, and completion re-acquires the units if they are still free.",
      answer: storeCartHolds,
      medusaErrors: [404],
    },
    "POST /store/carts/:id/holds/extend": {
      summary: "Extend the cart's holds",
      details:
        "Up to their cap. Re-acquires expired units, and units that were not held yet; if some are short, nothing changes.",
      answer: storeCartHolds,
      errors: ["FORBIDDEN", "SHARED_INVENTORY_CLOSED", "INSUFFICIENT_STOCK"],
      medusaErrors: [404],
      guards: [admitChange],
    },
  },
})

/** If the cart buys from a shared inventory's stock. */
const SHARED: readonly ErrorCode[] = ["FORBIDDEN", "SHARED_INVENTORY_CLOSED"]

const SHORT: readonly ErrorCode[] = [...SHARED, "INSUFFICIENT_STOCK", "CHECKOUT_BUSY"]
const CHANGE: readonly ErrorCode[] = [...SHORT, "INVALID_DATA"]

/** The gate comes first: what follows must run in the request's own context. */
export const guardedCartRoutes = guardRoutes({
  "POST /store/carts": {
    errors: CHANGE,
    guards: [guardSharedInventory, admitChange, restoreErrorDetails],
  },
  "POST /store/carts/:id": { errors: SHARED, guards: [guardSharedInventory] },
  "POST /store/carts/:id/line-items": {
    errors: CHANGE,
    guards: [admitChange, restoreErrorDetails, checkAdd],
  },
  "POST /store/carts/:id/line-items/:line_id": {
    errors: CHANGE,
    guards: [admitChange, restoreErrorDetails, checkUpdate],
  },
  "DELETE /store/carts/:id/line-items/:line_id": {
    errors: ["CHECKOUT_BUSY"],
    guards: [admitChange, restoreErrorDetails],
  },
  "POST /store/carts/:id/complete": {
    errors: [...SHARED, "INSUFFICIENT_STOCK", "HOLD_EXPIRED", "CHECKOUT_BUSY"],
    guards: [admitCompletion, restoreErrorDetails, prepareCartCompletion],
  },
  "POST /store/payment-collections": {
    errors: SHORT,
    guards: [restoreErrorDetails, holdAtCheckout],
  },
})
