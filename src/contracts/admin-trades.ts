import { z } from "@medusajs/framework/zod"
import { storeTrade, storeTradeParty } from "./trades"

/** A side of a trade as the merchant sees it. */
export const adminTradeParty = storeTradeParty.omit({ is_yours: true }).extend({
  confirmed_by: z.string().nullable(),
  confirmed_at: z.iso.datetime().nullable(),
})

export const adminTrade = storeTrade.omit({ parties: true }).extend({
  parties: z.array(adminTradeParty),
  created_by: z.string(),
  /** The customer who ended it; null for the clock, the marketplace and the merchant. */
  resolved_by: z.string().nullable(),
  updated_at: z.iso.datetime(),
})

export const adminCancelTrade = z.strictObject({
  /** The members of both sides see it. */
  reason: z.string().trim().min(1).max(500),
})

export type AdminTrade = z.infer<typeof adminTrade>
export type AdminCancelTrade = z.infer<typeof adminCancelTrade>
