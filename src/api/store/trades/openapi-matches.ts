import type { RouteEntry } from "../../../contracts/route-table"
import {
  setListingBody,
  storeListingAnswer,
  storeListingDeleted,
  storeListingsAnswer,
  storeMatchesAnswer,
} from "../../../contracts/trades"
import { storeGetListingsParams } from "./listings/validators"
import { storeGetMatchesParams } from "./matches/validators"

/** `NOT_FOUND`: of what one may not know of, and where the shop has switched trading off. */
const ALWAYS = ["AUTH_REQUIRED", "NOT_FOUND", "FORBIDDEN", "CHECKOUT_BUSY"] as const

/** What one would give and wants, and what could come of it. */
export const matchRoutes: readonly RouteEntry[] = [
  {
    method: "GET",
    path: "/store/trades/listings",
    summary: "What one would give and wants, newest first",
    auth: "customer",
    query: storeGetListingsParams,
    answers: { 200: storeListingsAnswer },
    errors: ALWAYS,
  },
  {
    method: "POST",
    path: "/store/trades/listings",
    summary: "Say what one would give or wants of a variant",
    details:
      "In place of what was said before; with both quantities 0, nothing is listed any more.",
    auth: "customer",
    body: setListingBody,
    answers: { 200: storeListingAnswer },
    errors: [...ALWAYS, "LIMIT_REACHED", "NOT_TRADABLE", "SHARED_INVENTORY_CLOSED"],
  },
  {
    method: "DELETE",
    path: "/store/trades/listings/{id}",
    summary: "Take a listing away",
    auth: "customer",
    params: { id: "Id of the listing." },
    answers: { 200: storeListingDeleted },
    errors: [...ALWAYS, "SHARED_INVENTORY_CLOSED"],
  },
  {
    method: "GET",
    path: "/store/trades/matches",
    summary: "Swaps and rings of three that would bring what one wants",
    auth: "customer",
    query: storeGetMatchesParams,
    answers: { 200: storeMatchesAnswer },
    errors: [...ALWAYS, "SHARED_INVENTORY_CLOSED", "TOO_MANY_REQUESTS"],
  },
]
