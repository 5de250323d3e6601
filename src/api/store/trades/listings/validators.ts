import { z } from "@medusajs/framework/zod"
import { context } from "../../../../contracts/vaults"

/** Rows of one page. */
const LIMIT_MAX = 100

export const storeGetListingsParams = z.object({
  context: context.default("self"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
})

export type StoreGetListingsParams = z.infer<typeof storeGetListingsParams>
