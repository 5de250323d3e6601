import {
  purchaseDropAnswer,
  purchaseDropBody,
  reserveDropBody,
  storeDropAnswer,
  storeDropReservationAnswer,
  storeDropReservationsAnswer,
  storeDropsAnswer,
} from "../../../contracts/drops"
import type { RouteArea } from "../../../contracts/route-table"
import { storeGetDropsParams } from "./validators"

const params = { id: "Id of the drop." }

export const storeDropRoutes: RouteArea = {
  name: "Drops",
  description: "Limited releases, whose stock is kept from the rest of the shop.",
  routes: [
    {
      method: "GET",
      path: "/store/drops",
      summary: "Scheduled and live drops, soonest first",
      details: "Of the publishable key's sales channels.",
      auth: "anyone",
      query: storeGetDropsParams,
      answers: { 200: storeDropsAnswer },
      errors: ["CHECKOUT_BUSY"],
    },
    {
      method: "GET",
      path: "/store/drops/{id}",
      summary: "One drop, also when it is over",
      auth: "anyone",
      params,
      answers: { 200: storeDropAnswer },
      errors: ["DROP_NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      method: "POST",
      path: "/store/drops/{id}/reserve",
      summary: "Reserve units of a live drop",
      details: "A guest may where the drop allows it, and then for a cart.",
      auth: "customer_or_guest",
      params,
      headers: {
        "Idempotency-Key":
          "Makes retries safe: the same key and request are answered with the same reservation. 128 characters at most.",
      },
      body: reserveDropBody,
      answers: { 201: storeDropReservationAnswer },
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
        "CHECKOUT_BUSY",
        "INVALID_DATA",
      ],
      medusaErrors: [404],
    },
    {
      method: "POST",
      path: "/store/drops/{id}/purchase",
      summary: "Complete the cart while its reservation of this drop lives",
      details:
        "Address, shipping and payment were chosen before. A cart that is an order already is answered with it.",
      auth: "customer_or_guest",
      params,
      body: purchaseDropBody,
      answers: { 200: purchaseDropAnswer },
      errors: [
        "AUTH_REQUIRED",
        "NOT_FOUND",
        "DROP_NOT_FOUND",
        "INSUFFICIENT_STOCK",
        "HOLD_EXPIRED",
        "CHECKOUT_BUSY",
      ],
      medusaErrors: [422],
    },
    {
      method: "GET",
      path: "/store/drops/reservations/me",
      summary: "The customer's own reservations, newest first",
      details: "Whatever became of them; a hundred at most.",
      auth: "customer",
      answers: { 200: storeDropReservationsAnswer },
      errors: ["CHECKOUT_BUSY"],
    },
    {
      method: "DELETE",
      path: "/store/drops/reservations/{id}",
      summary: "Give a reserved unit back at once",
      details: "One that is resolved already, or being bought now, stays as it is.",
      auth: "customer",
      params: { id: "Id of the reservation." },
      answers: { 200: storeDropReservationAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
  ],
}
