import { z } from "@medusajs/framework/zod"
import { context } from "../../../../contracts/vaults"

/** Matches of one answer: nobody reads more, and each is described in full. */
const LIMIT_MAX = 50

export const storeGetMatchesParams = z.object({
  context: context.default("self"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(20),
})

export type StoreGetMatchesParams = z.infer<typeof storeGetMatchesParams>
