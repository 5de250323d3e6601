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

/** Not columns, or no use in an order. */
const UNSORTED = ["state", "available", "held", "sold", "metadata", "price"]

const adminGetDropsParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(FIELDS.filter((field) => !UNSORTED.includes(field))),
    q: z.string().optional(),
    id: ids,
    /** What somebody decided. */
    status: oneOrMany(dropStatus),
    /** What the drop is now, by the database's clock. */
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

/** A drop is the answer, with the fields that the query chooses. */
const oneDrop = { query: createSelectParams(), fields: FIELDS, answer: adminDropAnswer }

const GIVES_BACK =
  "What nobody holds goes back to the shop at once, the rest as its reservations resolve."

export const adminDropRoutes = defineRoutes({
  name: "Drops (admin)",
  description: "Make, schedule, change, end and cancel drops, and see what became of their units.",
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
        "Without a status: no `starts_at` makes a draft, a future one a scheduled drop, a past one a live drop. Scheduled and " +
        "live drops set their stock aside at once; where it is short, there is no drop.",
      operation: "create",
      body: adminCreateDrop,
      errors: ["INSUFFICIENT_STOCK", "INVALID_DATA"],
    },
    "GET /admin/drops/:id": { ...oneDrop, summary: "One drop", errors: ["DROP_NOT_FOUND"] },
    // Express matches /admin/drops/expire-now here as well; without a body it passes.
    "POST /admin/drops/:id": {
      ...oneDrop,
      summary: "Change a drop",
      details:
        "The quantity of a scheduled or live one is resized, never below what is held and sold.",
      body: adminUpdateDrop,
      errors: ["DROP_NOT_FOUND", "DROP_NOT_ACTIVE", "INSUFFICIENT_STOCK", "INVALID_DATA"],
    },
    "DELETE /admin/drops/:id": {
      summary: "Delete a drop",
      details: "For drafts, and for drops that are over and of which nobody holds anything.",
      answer: adminDropDeleted,
      errors: ["DROP_NOT_FOUND", "DROP_IN_USE"],
    },
    "POST /admin/drops/:id/schedule": {
      ...oneDrop,
      summary: "Set a draft's stock aside",
      details: "Where it is short, nothing is set aside.",
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
      summary: "What became of the drop's units, in all and by the minute",
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
      summary: "One round of the sweeper, now",
      details: "Lapsed units are free without it: this tidies their rows.",
      body: noBody,
      answer: adminExpireNow,
    },
  },
})

export type AdminGetDropsParams = z.infer<typeof adminGetDropsParams>
export type AdminGetDropHoldsParams = z.infer<typeof adminGetDropHoldsParams>
