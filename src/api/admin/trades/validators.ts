import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { tradeStatus } from "../../../contracts/trades"
import { dateFilter } from "../../date-filter"
import { ORDER_FIELDS } from "./query-config"

/** Rows of one page: what Medusa's own dashboard asks for at most, by far. */
const LIMIT_MAX = 1_000

const ids = z.union([z.string(), z.array(z.string())]).optional()
const dates = dateFilter.optional()
const statuses = z
  .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(tradeStatus))
  .optional()

export const adminGetTradeParams = createSelectParams()

export const adminGetTradesParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    limit: z.coerce.number().int().min(0).max(LIMIT_MAX).default(20),
    offset: z.coerce.number().int().min(0).default(0),
    order: z
      .string()
      .refine((order) => ORDER_FIELDS.includes(order.replace(/^-/, "")), {
        message: `'order' is one of ${ORDER_FIELDS.join(", ")}, with a - before it for descending`,
      })
      .default("-created_at"),
    id: ids,
    status: statuses,
    kind: z.enum(["direct", "ring"]).optional(),
    created_by: ids,
    /** Trades in which this customer is a side. */
    customer_id: z.string().optional(),
    /** Trades in which this shared inventory is a side. */
    shared_inventory_id: z.string().optional(),
    created_at: dates,
    expires_at: dates,
    resolved_at: dates,
  })

export type AdminGetTradesParams = z.infer<typeof adminGetTradesParams>
