import { z } from "@medusajs/framework/zod"
import { storePage } from "../../utils/trading-route"

export const storeSharedInventoriesParams = z.object({
  ...storePage,
  status: z.enum(["active", "archived"]).optional(),
})

export type StoreSharedInventoriesParams = z.infer<typeof storeSharedInventoriesParams>
