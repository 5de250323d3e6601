import {
  adminCreateDrop,
  adminDropAnswer,
  adminDropDeleted,
  adminDropHoldsAnswer,
  adminDropStatsAnswer,
  adminDropsAnswer,
  adminExpireNow,
  adminUpdateDrop,
} from "../../../contracts/admin-drops"
import { noBody } from "../../../contracts/no-body"
import type { RouteArea, RouteEntry } from "../../../contracts/route-table"
import { adminGetDropHoldsParams, adminGetDropParams, adminGetDropsParams } from "./validators"

/** What the routes of one drop have in common. */
const oneDrop = { auth: "admin", params: { id: "Id of the drop." } } as const

/** Routes that take a drop from one state to another. */
const step = (verb: string, summary: string, details: string, errors: RouteEntry["errors"]) => ({
  ...oneDrop,
  method: "POST" as const,
  path: `/admin/drops/{id}/${verb}` as const,
  summary,
  details,
  query: adminGetDropParams,
  body: noBody,
  answers: { 200: adminDropAnswer },
  errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE", ...errors, "CHECKOUT_BUSY"] as const,
})

const GIVES_BACK =
  "What nobody holds goes back to the shop at once, the rest as its reservations resolve."

export const adminDropRoutes: RouteArea = {
  name: "Drops (admin)",
  description: "Make, schedule, change, end and cancel drops, and see what became of their units.",
  routes: [
    {
      method: "GET",
      path: "/admin/drops",
      summary: "Drops, newest first",
      auth: "admin",
      query: adminGetDropsParams,
      answers: { 200: adminDropsAnswer },
      errors: ["CHECKOUT_BUSY"],
    },
    {
      method: "POST",
      path: "/admin/drops",
      summary: "Make a drop",
      details:
        "Without a status: no `starts_at` makes a draft, a future one a scheduled drop, a past one a live drop. Scheduled and " +
        "live drops set their stock aside at once; where it is short, there is no drop.",
      auth: "admin",
      query: adminGetDropParams,
      body: adminCreateDrop,
      answers: { 200: adminDropAnswer },
      errors: ["INSUFFICIENT_STOCK", "CHECKOUT_BUSY", "INVALID_DATA"],
    },
    {
      ...oneDrop,
      method: "GET",
      path: "/admin/drops/{id}",
      summary: "One drop",
      query: adminGetDropParams,
      answers: { 200: adminDropAnswer },
      errors: ["DROP_NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      ...oneDrop,
      method: "POST",
      path: "/admin/drops/{id}",
      summary: "Change a drop",
      details:
        "The quantity of a scheduled or live one is resized, never below what is held and sold.",
      query: adminGetDropParams,
      body: adminUpdateDrop,
      answers: { 200: adminDropAnswer },
      errors: [
        "DROP_NOT_FOUND",
        "DROP_NOT_ACTIVE",
        "INSUFFICIENT_STOCK",
        "CHECKOUT_BUSY",
        "INVALID_DATA",
      ],
    },
    {
      ...oneDrop,
      method: "DELETE",
      path: "/admin/drops/{id}",
      summary: "Delete a drop",
      details: "For drafts, and for drops that are over and of which nobody holds anything.",
      answers: { 200: adminDropDeleted },
      errors: ["DROP_NOT_FOUND", "DROP_IN_USE", "CHECKOUT_BUSY"],
    },
    step("schedule", "Set a draft's stock aside", "Where it is short, nothing is set aside.", [
      "INSUFFICIENT_STOCK",
      "INVALID_DATA",
    ]),
    step("cancel", "Cancel a drop", GIVES_BACK, []),
    step("end", "End a drop", GIVES_BACK, []),
    {
      ...oneDrop,
      method: "GET",
      path: "/admin/drops/{id}/stats",
      summary: "What became of the drop's units, in all and by the minute",
      answers: { 200: adminDropStatsAnswer },
      errors: ["DROP_NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      ...oneDrop,
      method: "GET",
      path: "/admin/drops/{id}/holds",
      summary: "The drop's reservations, newest first",
      query: adminGetDropHoldsParams,
      answers: { 200: adminDropHoldsAnswer },
      errors: ["DROP_NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      method: "POST",
      path: "/admin/drops/expire-now",
      summary: "One round of the sweeper, now",
      details: "Lapsed units are free without it: this tidies their rows.",
      auth: "admin",
      body: noBody,
      answers: { 200: adminExpireNow },
      errors: ["CHECKOUT_BUSY"],
    },
  ],
}
