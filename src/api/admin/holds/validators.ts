import { z } from "@medusajs/framework/zod"
import { poolKind } from "../../../contracts/admin-holds"
import { adminPage, some } from "../../utils/admin-page"

export const adminGetHoldsParams = z.object({
  ...adminPage,
  inventory_item_id: some(z.string()),
  variant_id: some(z.string()),
  location_id: some(z.string()),
  cart_id: some(z.string()),
  holder_id: some(z.string()),
  pool_kind: some(poolKind),
  at_risk: z.enum(["true", "false"]).optional(),
})

export type AdminGetHoldsParams = z.infer<typeof adminGetHoldsParams>
