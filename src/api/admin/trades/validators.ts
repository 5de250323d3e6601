import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { tradeStatus } from "../../../contracts/trades"
import { adminPage, orderOf, some } from "../../utils/admin-page"
import { dateFilter } from "../../date-filter"
import { ORDER_FIELDS } from "./query-config"

const ids = z.union([z.string(), z.array(z.string())]).optional()
const dates = dateFilter.optional()

export const adminGetTradeParams = createSelectParams()

export const adminGetTradesParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(ORDER_FIELDS),
    id: ids,
    status: some(tradeStatus),
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
