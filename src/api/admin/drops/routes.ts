import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import {
  adminCreateDrop,
  adminDrop,
  adminDropAnswer,
  adminDropDeleted,
  adminDropHoldsAnswer,
  adminDropsAnswer,
  adminDropStatsAnswer,
  adminExpireNow,
  adminUpdateDrop,
  dropStatus,
} from "../../../contracts/admin-drops"
import { dropState } from "../../../contracts/drops"
import { noBody } from "../../../contracts/common"
import { defineRoutes } from "../../utils/define-routes"
import { adminPage, dates, ids, oneOrMany, orderOf } from "../../utils/query"

const FIELDS = Object.keys(adminDrop.shape)

/** Not columns, or useless for sorting. */
const UNSORTED = ["state", "available", "held", "sold", "metadata", "price"]

const adminGetDropsParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(FIELDS.filter((field) => !UNSORTED.includes(field))),
    q: z.string().optional(),
    id: ids,
    status: oneOrMany(dropStatus),
    /** By the database's clock. */
    state: oneOrMany(dropState),
    variant_id: ids,
    product_id: ids,
    sales_channel_id: ids,
    starts_at: dates,
    ends_at: dates,
    created_at: dates,
    updated_at: dates,
  })

const adminGetDropHoldsParams = z.object({
  ...adminPage,
  status: z.enum(["active", "consumed", "released", "expired"]).optional(),
})

/** Returns a drop, with the fields that the query chooses. */
const oneDrop = { query: createSelectParams(), fields: FIELDS, answer: adminDropAnswer }

const GIVES_BACK =
  "Free units return to the shop at once, reserved ones when their reservations resolve."

export const adminDropRoutes = defineRoutes({
  name: "Drops (admin)",
  description: "Create, schedule, change, end and cancel drops, and see how their units sold.",
  auth: "admin",
  resource: "holdfast_drop",
  params: { id: "Id of the drop." },
  errors: ["CHECKOUT_BUSY"],
  routes: {
    "GET /admin/drops": {
      summary: "Drops, newest first",
      query: adminGetDropsParams,
      fields: FIELDS,
      answer: adminDropsAnswer,
    },
    "POST /admin/drops": {
      ...oneDrop,
      summary: "Make a drop",
      details:
        "Without a status, `starts_at` decides: missing is a draft, future a scheduled drop, past a live drop. Stock of scheduled " +
        "and live drops is allotted at once; if it is short, no drop is created.",
      operation: "create",
      body: adminCreateDrop,
      errors: ["INSUFFICIENT_STOCK", "INVALID_DATA"],
    },
    "GET /admin/drops/:id": { ...oneDrop, summary: "One drop", errors: ["DROP_NOT_FOUND"] },
    // Express also matches /admin/drops/expire-now here, which passes without a body.
    "POST /admin/drops/:id": {
      ...oneDrop,
      summary: "Change a drop",
      details: "A scheduled or live drop is resized, but never below its held and sold units.",
      body: adminUpdateDrop,
      errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE", "INSUFFICIENT_STOCK", "INVALID_DATA"],
    },
    "DELETE /admin/drops/:id": {
      summary: "Delete a drop",
      details: "For drafts, and for drops that have ended and have no live reservations.",
      answer: adminDropDeleted,
      errors: ["DROP_NOT_FOUND", "DROP_IN_USE"],
    },
    "POST /admin/drops/:id/schedule": {
      ...oneDrop,
      summary: "Schedule a draft",
      details: "Allots its stock; if that is short, nothing changes.",
      body: noBody,
      errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE", "INSUFFICIENT_STOCK", "INVALID_DATA"],
    },
    "POST /admin/drops/:id/cancel": {
      ...oneDrop,
      summary: "Cancel a drop",
      details: GIVES_BACK,
      body: noBody,
      errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE"],
    },
    "POST /admin/drops/:id/end": {
      ...oneDrop,
      summary: "End a drop",
      details: GIVES_BACK,
      body: noBody,
      errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE"],
    },
    "GET /admin/drops/:id/stats": {
      summary: "How the drop's units sold, in total and by the minute",
      answer: adminDropStatsAnswer,
      errors: ["DROP_NOT_FOUND"],
    },
    "GET /admin/drops/:id/holds": {
      summary: "The drop's reservations, newest first",
      query: adminGetDropHoldsParams,
      answer: adminDropHoldsAnswer,
      errors: ["DROP_NOT_FOUND"],
    },
    "POST /admin/drops/expire-now": {
      summary: "Run the sweeper once, now",
      details: "Expired units are free without it: this tidies their rows.",
      body: noBody,
      answer: adminExpireNow,
    },
  },
})

export type AdminGetDropsParams = z.infer<typeof adminGetDropsParams>
export type AdminGetDropHoldsParams = z.infer<typeof adminGetDropHoldsParams>
