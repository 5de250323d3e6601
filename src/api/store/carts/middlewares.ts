import type { MiddlewareRoute } from "@medusajs/framework/http"
import { mendAnswers } from "../../utils/answer"
import { holdAtCheckout } from "./begin-checkout"
import { prepareCartCompletion } from "./complete"
import { refuseShortAdd, refuseShortUpdate } from "./early-refusal"
import { admitChange, admitCompletion } from "./gates"
import { guardSharedInventory } from "./shared-inventory"

/** The gate first, so that what follows it runs in the request's own context. */
export const storeCartMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/carts",
    methods: ["POST"],
    middlewares: [guardSharedInventory, admitChange, mendAnswers],
  },
  { matcher: "/store/carts/:id", methods: ["POST"], middlewares: [guardSharedInventory] },
  {
    matcher: "/store/carts/:id/line-items",
    methods: ["POST"],
    middlewares: [admitChange, mendAnswers, refuseShortAdd],
  },
  {
    matcher: "/store/carts/:id/line-items/:line_id",
    methods: ["POST"],
    middlewares: [admitChange, mendAnswers, refuseShortUpdate],
  },
  {
    matcher: "/store/carts/:id/line-items/:line_id",
    methods: ["DELETE"],
    middlewares: [admitChange, mendAnswers],
  },
  {
    matcher: "/store/carts/:id/complete",
    methods: ["POST"],
    middlewares: [admitCompletion, mendAnswers, prepareCartCompletion],
  },
  {
    matcher: "/store/carts/:id/holds/extend",
    methods: ["POST"],
    middlewares: [admitChange, mendAnswers],
  },
  {
    matcher: "/store/payment-collections",
    methods: ["POST"],
    middlewares: [mendAnswers, holdAtCheckout],
  },
]
