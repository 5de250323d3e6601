import { z } from "@medusajs/framework/zod"
import { noBody } from "../../../contracts/common"
import {
  confirmTradeBody,
  counterTradeBody,
  createRingBody,
  createTradeBody,
  setListingBody,
  storeListingAnswer,
  storeListingDeleted,
  storeListingsAnswer,
  storeMatchesAnswer,
  storeTradeAnswer,
  storeTradesAnswer,
  tradeStatus,
} from "../../../contracts/trades"
import { tradingContext } from "../../../contracts/vaults"
import { defineRoutes } from "../../utils/define-routes"
import { oneOrMany, storePage } from "../../utils/query"

/** Nobody reads more, and each is returned in full. */
const MATCHES_MAX = 50

const storeGetTradesParams = z.object({
  ...storePage,
  /** Default: the caller's own and those of their shared inventories. */
  context: tradingContext.optional(),
  direction: z.enum(["incoming", "outgoing"]).optional(),
  status: oneOrMany(tradeStatus),
  /** Only those that the context has not answered. */
  unanswered: z.stringbool().optional(),
})

const storeGetListingsParams = z.object({ context: tradingContext.default("self"), ...storePage })

const storeGetMatchesParams = z.object({
  context: tradingContext.default("self"),
  limit: z.coerce.number().int().min(1).max(MATCHES_MAX).default(20),
})

const idempotent = "return the same trade"

const PROPOSING = [
  "REFUSED_BY_SHOP",
  "LIMIT_REACHED",
  "INSUFFICIENT_STOCK",
  "NOT_TRADABLE",
  "SHARED_INVENTORY_CLOSED",
  "IDEMPOTENCY_KEY_REUSED",
  "TOO_MANY_REQUESTS",
  "INVALID_DATA",
] as const

const ANSWERING = ["SHARED_INVENTORY_CLOSED", "TRADE_NOT_PENDING", "INVALID_DATA"] as const

export const storeTradeRoutes = defineRoutes({
  name: "Trades",
  description: "Exchanges of vault units between customers and shared inventories.",
  auth: "customer",
  trading: true,
  params: { id: "Id of the trade." },
  // `NOT_FOUND`: not visible to the customer; `FORBIDDEN`: visible, but not theirs to do.
  errors: ["AUTH_REQUIRED", "NOT_FOUND", "FORBIDDEN", "CHECKOUT_BUSY"],
  routes: {
    "GET /store/trades": {
      summary: "The customer's trades and those of their shared inventories, newest first",
      query: storeGetTradesParams,
      answer: storeTradesAnswer,
      errors: ["SHARED_INVENTORY_CLOSED"],
    },
    "POST /store/trades": {
      summary: "Propose a trade",
      details: "Holds the initiator's units.",
      rateLimit: "trades",
      idempotent,
      body: createTradeBody,
      answer: storeTradeAnswer,
      status: 201,
      errors: PROPOSING,
    },
    "POST /store/trades/rings": {
      summary: "Propose a ring of three",
      details: "It settles when all three have confirmed.",
      rateLimit: "trades",
      idempotent,
      body: createRingBody,
      answer: storeTradeAnswer,
      status: 201,
      errors: PROPOSING,
    },
    "GET /store/trades/:id": { summary: "One of the customer's trades", answer: storeTradeAnswer },
    "POST /store/trades/:id/confirm": {
      summary: "Confirm one side",
      details: "The last confirmation settles the trade.",
      body: confirmTradeBody,
      answer: storeTradeAnswer,
      errors: [...ANSWERING, "REFUSED_BY_SHOP", "INSUFFICIENT_STOCK", "NOT_TRADABLE"],
    },
    "POST /store/trades/:id/decline": {
      summary: "Decline a trade",
      body: noBody,
      answer: storeTradeAnswer,
      errors: ANSWERING,
    },
    "POST /store/trades/:id/cancel": {
      summary: "Withdraw from a trade that the caller proposed or confirmed",
      details: "Until it has settled.",
      body: noBody,
      answer: storeTradeAnswer,
      errors: ANSWERING,
    },
    "POST /store/trades/:id/counter": {
      summary: "Decline a trade and propose another to its initiator",
      details: "Both or neither. Returns the new one.",
      rateLimit: "trades",
      idempotent,
      body: counterTradeBody,
      answer: storeTradeAnswer,
      status: 201,
      errors: [...PROPOSING, "TRADE_NOT_PENDING"],
    },
    "GET /store/trades/listings": {
      summary: "The caller's listings, newest first",
      query: storeGetListingsParams,
      answer: storeListingsAnswer,
    },
    "POST /store/trades/listings": {
      summary: "List a variant to give or to get",
      details: "Replaces the listing of that variant; with both quantities 0 it is removed.",
      body: setListingBody,
      answer: storeListingAnswer,
      errors: ["LIMIT_REACHED", "NOT_TRADABLE", "SHARED_INVENTORY_CLOSED"],
    },
    "DELETE /store/trades/listings/:id": {
      summary: "Remove a listing",
      params: { id: "Id of the listing." },
      answer: storeListingDeleted,
      errors: ["SHARED_INVENTORY_CLOSED"],
    },
    "GET /store/trades/matches": {
      summary: "Swaps and rings of three that would get the caller what they want",
      rateLimit: "matches",
      query: storeGetMatchesParams,
      answer: storeMatchesAnswer,
      errors: ["SHARED_INVENTORY_CLOSED", "TOO_MANY_REQUESTS"],
    },
  },
})

export type StoreGetTradesParams = z.infer<typeof storeGetTradesParams>
export type StoreGetListingsParams = z.infer<typeof storeGetListingsParams>
export type StoreGetMatchesParams = z.infer<typeof storeGetMatchesParams>
