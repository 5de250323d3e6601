import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { dropStatus } from "../../../contracts/admin-drops"
import { dropState } from "../../../contracts/drops"
import { dateFilter } from "../../date-filter"
import { ORDER_FIELDS } from "./query-config"

/** Rows of one page: what Medusa's own dashboard asks for at most, by far. */
const LIMIT_MAX = 1_000

const ids = z.union([z.string(), z.array(z.string())]).optional()
const dates = dateFilter.optional()

/** A choice of values, given once or as a list. */
const some = <Value extends string>(values: z.ZodType<Value>) =>
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(values)).optional()

const page = {
  limit: z.coerce.number().int().min(0).max(LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

export const adminGetDropParams = createSelectParams()

export const adminGetDropsParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...page,
    order: z
      .string()
      .refine((order) => ORDER_FIELDS.includes(order.replace(/^-/, "")), {
        message: `'order' is one of ${ORDER_FIELDS.join(", ")}, with a - before it for descending`,
      })
      .default("-created_at"),
    q: z.string().optional(),
    id: ids,
    /** What somebody decided. */
    status: some(dropStatus),
    /** What the drop is now, by the database's clock. */
    state: some(dropState),
    variant_id: ids,
    product_id: ids,
    sales_channel_id: ids,
    starts_at: dates,
    ends_at: dates,
    created_at: dates,
    updated_at: dates,
  })

export const adminGetDropHoldsParams = z.object({
  ...page,
  status: z.enum(["active", "consumed", "released", "expired"]).optional(),
})

export type AdminGetDropsParams = z.infer<typeof adminGetDropsParams>
export type AdminGetDropHoldsParams = z.infer<typeof adminGetDropHoldsParams>
