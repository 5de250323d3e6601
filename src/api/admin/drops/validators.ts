import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { dropStatus } from "../../../contracts/admin-drops"
import { dropState } from "../../../contracts/drops"
import { adminPage, orderOf, some } from "../../utils/admin-page"
import { dateFilter } from "../../date-filter"
import { ORDER_FIELDS } from "./query-config"

const ids = z.union([z.string(), z.array(z.string())]).optional()
const dates = dateFilter.optional()

export const adminGetDropParams = createSelectParams()

export const adminGetDropsParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(ORDER_FIELDS),
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
  ...adminPage,
  status: z.enum(["active", "consumed", "released", "expired"]).optional(),
})

export type AdminGetDropsParams = z.infer<typeof adminGetDropsParams>
export type AdminGetDropHoldsParams = z.infer<typeof adminGetDropHoldsParams>
