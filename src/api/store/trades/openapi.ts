import type { ErrorCode } from "../../../contracts/errors"
import { noBody } from "../../../contracts/no-body"
import type { RouteArea } from "../../../contracts/route-table"
import {
  confirmTradeBody,
  counterTradeBody,
  createRingBody,
  createTradeBody,
  storeTradeAnswer,
  storeTradesAnswer,
} from "../../../contracts/trades"
import { matchRoutes } from "./openapi-matches"
import { storeGetTradesParams } from "./validators"

/** What the routes of one trade have in common. */
const oneTrade = { auth: "customer", params: { id: "Id of the trade." } } as const

const headers = {
  "Idempotency-Key":
    "Makes retries safe: the same key and request are answered with the same trade. 128 characters at most.",
}

/**
 * Without a login; of what one may not know of, and where trading is switched off; not one's own to
 * do.
 */
const ALWAYS = ["AUTH_REQUIRED", "NOT_FOUND", "FORBIDDEN", "CHECKOUT_BUSY"] as const

const PROPOSING: readonly ErrorCode[] = [
  ...ALWAYS,
  "REFUSED_BY_SHOP",
  "LIMIT_REACHED",
  "INSUFFICIENT_STOCK",
  "NOT_TRADABLE",
  "SHARED_INVENTORY_CLOSED",
  "IDEMPOTENCY_KEY_REUSED",
  "TOO_MANY_REQUESTS",
  "INVALID_DATA",
]

const ANSWERING: readonly ErrorCode[] = [
  ...ALWAYS,
  "SHARED_INVENTORY_CLOSED",
  "TRADE_NOT_PENDING",
  "INVALID_DATA",
]

export const storeTradeRoutes: RouteArea = {
  name: "Trades",
  description: "Exchanges of vault units between customers and shared inventories.",
  routes: [
    {
      method: "GET",
      path: "/store/trades",
      summary: "The customer's trades and those of its shared inventories, newest first",
      auth: "customer",
      query: storeGetTradesParams,
      answers: { 200: storeTradesAnswer },
      errors: [...ALWAYS, "SHARED_INVENTORY_CLOSED"],
    },
    {
      method: "POST",
      path: "/store/trades",
      summary: "Propose a trade",
      details: "The initiator's units are held at once.",
      auth: "customer",
      headers,
      body: createTradeBody,
      answers: { 201: storeTradeAnswer },
      errors: PROPOSING,
    },
    {
      method: "POST",
      path: "/store/trades/rings",
      summary: "Propose a ring of three",
      details: "It settles when all three have confirmed, all or none.",
      auth: "customer",
      headers,
      body: createRingBody,
      answers: { 201: storeTradeAnswer },
      errors: PROPOSING,
    },
    {
      ...oneTrade,
      method: "GET",
      path: "/store/trades/{id}",
      summary: "One trade of one's own",
      answers: { 200: storeTradeAnswer },
      errors: ALWAYS,
    },
    {
      ...oneTrade,
      method: "POST",
      path: "/store/trades/{id}/confirm",
      summary: "Confirm one side",
      details: "The last side to do so settles the trade.",
      body: confirmTradeBody,
      answers: { 200: storeTradeAnswer },
      errors: [...ANSWERING, "REFUSED_BY_SHOP", "INSUFFICIENT_STOCK", "NOT_TRADABLE"],
    },
    {
      ...oneTrade,
      method: "POST",
      path: "/store/trades/{id}/decline",
      summary: "Decline a trade",
      body: noBody,
      answers: { 200: storeTradeAnswer },
      errors: ANSWERING,
    },
    {
      ...oneTrade,
      method: "POST",
      path: "/store/trades/{id}/cancel",
      summary: "Draw back from a trade that one proposed or confirmed",
      details: "While nothing has changed hands.",
      body: noBody,
      answers: { 200: storeTradeAnswer },
      errors: ANSWERING,
    },
    {
      ...oneTrade,
      method: "POST",
      path: "/store/trades/{id}/counter",
      summary: "Decline a trade and propose another to its initiator",
      details: "Both or neither. Answers with the new one.",
      headers,
      body: counterTradeBody,
      answers: { 201: storeTradeAnswer },
      errors: [...PROPOSING, "TRADE_NOT_PENDING"],
    },
    ...matchRoutes,
  ],
}
