import { z } from "@medusajs/framework/zod"
import { adminVaultEntry } from "./admin-vaults"
import { pageOf } from "./common"
import { storeTrade, storeTradeParty } from "./trades"

/** A side of a trade as the merchant sees it. */
export const adminTradeParty = storeTradeParty
  .omit({ is_yours: true })
  .extend({
    confirmed_by: z.string().nullable(),
    confirmed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "AdminTradeParty" })

export const adminTrade = storeTrade.omit({ parties: true }).extend({
  parties: z.array(adminTradeParty),
  created_by: z.string(),
  resolved_by: z
    .string()
    .nullable()
    .describe("The customer who ended it; null for expiry, the marketplace and the merchant."),
  updated_at: z.iso.datetime(),
})

/** With `fields` in the query, only those fields are returned. */
const someFields = adminTrade.partial().meta({ id: "AdminTradeFields" })

export const adminTradeAnswer = z.object({ trade: someFields })
export const adminTradeDetailAnswer = adminTradeAnswer.extend({ journal: z.array(adminVaultEntry) })
export const adminTradesAnswer = z.object({ trades: z.array(someFields), ...pageOf })

export const adminCancelTrade = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe("The members of both sides see it."),
})

export type AdminTrade = z.infer<typeof adminTrade>
export type AdminCancelTrade = z.infer<typeof adminCancelTrade>
export type AdminTradeAnswer = z.infer<typeof adminTradeAnswer>
export type AdminTradeDetailAnswer = z.infer<typeof adminTradeDetailAnswer>
export type AdminTradesAnswer = z.infer<typeof adminTradesAnswer>
