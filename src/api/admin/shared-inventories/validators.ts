import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { memberStatus } from "../../../contracts/admin-shared-inventories"
import { adminPage, orderOf, some } from "../../utils/admin-page"
import { dateFilter } from "../../date-filter"
import { ORDER_FIELDS } from "./query-config"

const dates = dateFilter.optional()

export const adminGetSharedInventoryParams = createSelectParams()

export const adminGetSharedInventoriesParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(ORDER_FIELDS),
    /** In the name. */
    q: z.string().optional(),
    id: some(z.string()),
    status: some(z.enum(["active", "archived"])),
    frozen: z.enum(["true", "false"]).optional(),
    /** Those in which this customer is an active member. */
    customer_id: some(z.string()),
    created_at: dates,
    updated_at: dates,
  })

export const adminGetMembersParams = z.object({ ...adminPage, status: some(memberStatus) })

export const adminGetUnitsParams = z.object({ ...adminPage, variant_id: some(z.string()) })

export const adminGetEntriesParams = z.object(adminPage)

export type AdminGetSharedInventoriesParams = z.infer<typeof adminGetSharedInventoriesParams>
export type AdminGetMembersParams = z.infer<typeof adminGetMembersParams>
export type AdminGetUnitsParams = z.infer<typeof adminGetUnitsParams>
export type AdminGetEntriesParams = z.infer<typeof adminGetEntriesParams>
