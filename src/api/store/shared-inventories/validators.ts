import { z } from "@medusajs/framework/zod"
import { storePage } from "../../../lib/http/trading-route"

export const storeSharedInventoriesParams = z.object({
  ...storePage,
  status: z.enum(["active", "archived"]).optional(),
})

export type StoreSharedInventoriesParams = z.infer<typeof storeSharedInventoriesParams>
