import { z } from "@medusajs/framework/zod"
import { tradeStatus } from "../../../contracts/trades"
import { context } from "../../../contracts/vaults"
import { some } from "../../../lib/http/admin-page"

/** Rows of one page. */
const LIMIT_MAX = 100

export const page = {
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

export const storeGetTradesParams = z.object({
  ...page,
  /** Only trades of this one; default: one's own and those of one's shared inventories. */
  context: context.optional(),
  direction: z.enum(["incoming", "outgoing"]).optional(),
  status: some(tradeStatus),
  /** Only those that wait for an answer of the context. */
  unanswered: z.stringbool().optional(),
})

export type StoreGetTradesParams = z.infer<typeof storeGetTradesParams>
