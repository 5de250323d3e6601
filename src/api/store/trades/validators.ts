import { z } from "@medusajs/framework/zod"
import { tradeStatus } from "../../../contracts/trades"
import { context } from "../../../contracts/vaults"
import { some } from "../../utils/admin-page"
import { storePage } from "../../utils/trading-route"

export const storeGetTradesParams = z.object({
  ...storePage,
  /** Only trades of this one; default: one's own and those of one's shared inventories. */
  context: context.optional(),
  direction: z.enum(["incoming", "outgoing"]).optional(),
  status: some(tradeStatus),
  /** Only those that wait for an answer of the context. */
  unanswered: z.stringbool().optional(),
})

export type StoreGetTradesParams = z.infer<typeof storeGetTradesParams>
