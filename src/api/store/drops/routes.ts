import { z } from "@medusajs/framework/zod"
import {
  openDropState,
  purchaseDropAnswer,
  purchaseDropBody,
  reserveDropBody,
  storeDropAnswer,
  storeDropReservationAnswer,
  storeDropReservationsAnswer,
  storeDropsAnswer,
} from "../../../contracts/drops"
import { defineRoutes } from "../../utils/define-routes"
import { oneOrMany, storePage } from "../../utils/query"
import { purchaseGuards } from "./purchase"

const ids = oneOrMany(z.string().min(1).max(255))

const storeGetDropsParams = z.object({
  ...storePage,
  /** All that most shops have at once. */
  limit: storePage.limit.unwrap().default(100),
  state: oneOrMany(openDropState),
  product_id: ids,
  variant_id: ids,
})

export const storeDropRoutes = defineRoutes({
  name: "Drops",
  description: "Timed, limited sales with their own allotted stock.",
  auth: "anyone",
  params: { id: "Id of the drop." },
  errors: ["CHECKOUT_BUSY"],
  routes: {
    "GET /store/drops": {
      summary: "Scheduled and live drops, soonest first",
      details: "Of the publishable key's sales channels.",
      query: storeGetDropsParams,
      answer: storeDropsAnswer,
    },
    "GET /store/drops/:id": {
      summary: "One drop, also after its end",
      answer: storeDropAnswer,
      errors: ["DROP_NOT_FOUND"],
    },
    "POST /store/drops/:id/reserve": {
      summary: "Reserve units of a live drop",
      details: "Guests may if the drop allows it, and need a cart.",
      auth: "customer_or_guest",
      idempotent: "return the same reservation",
      body: reserveDropBody,
      answer: storeDropReservationAnswer,
      status: 201,
      errors: [
        "AUTH_REQUIRED",
        "NOT_FOUND",
        "DROP_NOT_FOUND",
        "DROP_NOT_ACTIVE",
        "REFUSED_BY_SHOP",
        "ALREADY_RESERVED",
        "LIMIT_REACHED",
        "OUT_OF_STOCK",
        "INSUFFICIENT_STOCK",
        "IDEMPOTENCY_KEY_REUSED",
        "INVALID_DATA",
      ],
      medusaErrors: [404],
    },
    "POST /store/drops/:id/purchase": {
      summary: "Complete a cart with a live reservation of this drop",
      details:
        "Choose address, shipping and payment first. For a cart that is already an order, returns that order.",
      auth: "customer_or_guest",
      body: purchaseDropBody,
      answer: purchaseDropAnswer,
      errors: [
        "AUTH_REQUIRED",
        "NOT_FOUND",
        "DROP_NOT_FOUND",
        "INSUFFICIENT_STOCK",
        "HOLD_EXPIRED",
      ],
      medusaErrors: [422],
      guards: purchaseGuards,
    },
    "GET /store/drops/reservations/me": {
      summary: "The customer's own reservations, newest first",
      details: "Live and resolved ones; a hundred at most.",
      auth: "customer",
      answer: storeDropReservationsAnswer,
    },
    "DELETE /store/drops/reservations/:id": {
      summary: "Release a reservation",
      details: "No effect if it is resolved, or its cart is being completed.",
      auth: "customer",
      params: { id: "Id of the reservation." },
      answer: storeDropReservationAnswer,
      errors: ["NOT_FOUND"],
    },
  },
})

export type StoreGetDropsParams = z.infer<typeof storeGetDropsParams>
