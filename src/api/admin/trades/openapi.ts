import {
  adminCancelTrade,
  adminTradeAnswer,
  adminTradeDetailAnswer,
  adminTradesAnswer,
} from "../../../contracts/admin-trades"
import type { RouteArea } from "../../../contracts/route-table"
import { adminGetTradeParams, adminGetTradesParams } from "./validators"

const oneTrade = { auth: "admin", params: { id: "Id of the trade." } } as const

export const adminTradeRoutes: RouteArea = {
  name: "Trades (admin)",
  description: "See trades, and stop one.",
  routes: [
    {
      method: "GET",
      path: "/admin/trades",
      summary: "Trades, newest first",
      auth: "admin",
      query: adminGetTradesParams,
      answers: { 200: adminTradesAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      ...oneTrade,
      method: "GET",
      path: "/admin/trades/{id}",
      summary: "A trade with all that the ledger wrote down about it",
      query: adminGetTradeParams,
      answers: { 200: adminTradeDetailAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      ...oneTrade,
      method: "POST",
      path: "/admin/trades/{id}/cancel",
      summary: "Stop a pending trade",
      details: "What its sides hold is free again.",
      query: adminGetTradeParams,
      body: adminCancelTrade,
      answers: { 200: adminTradeAnswer },
      errors: ["NOT_FOUND", "TRADE_NOT_PENDING", "CHECKOUT_BUSY"],
    },
  ],
}
