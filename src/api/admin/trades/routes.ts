import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import {
  adminCancelTrade,
  adminTrade,
  adminTradeAnswer,
  adminTradeDetailAnswer,
  adminTradesAnswer,
} from "../../../contracts/admin-trades"
import { tradeStatus } from "../../../contracts/trades"
import { defineRoutes } from "../../utils/define-routes"
import { adminPage, dates, ids, oneOrMany, orderOf } from "../../utils/query"

const FIELDS = Object.keys(adminTrade.shape)

const adminGetTradesParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(["id", "created_at", "updated_at", "expires_at", "resolved_at"]),
    id: ids,
    status: oneOrMany(tradeStatus),
    kind: z.enum(["direct", "ring"]).optional(),
    created_by: ids,
    /** With this customer as a side. */
    customer_id: z.string().optional(),
    /** With this shared inventory as a side. */
    shared_inventory_id: z.string().optional(),
    created_at: dates,
    expires_at: dates,
    resolved_at: dates,
  })

const oneTrade = { query: createSelectParams(), fields: FIELDS }

export const adminTradeRoutes = defineRoutes({
  name: "Trades (admin)",
  description: "See trades, and cancel one.",
  auth: "admin",
  resource: "holdfast_trade",
  trading: true,
  params: { id: "Id of the trade." },
  errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
  routes: {
    "GET /admin/trades": {
      summary: "Trades, newest first",
      query: adminGetTradesParams,
      fields: FIELDS,
      answer: adminTradesAnswer,
    },
    "GET /admin/trades/:id": {
      ...oneTrade,
      summary: "A trade with its journal entries",
      answer: adminTradeDetailAnswer,
    },
    "POST /admin/trades/:id/cancel": {
      ...oneTrade,
      summary: "Cancel a pending trade",
      details: "Releases what its sides hold.",
      body: adminCancelTrade,
      answer: adminTradeAnswer,
      errors: ["TRADE_NOT_PENDING"],
    },
  },
})

export type AdminGetTradesParams = z.infer<typeof adminGetTradesParams>
