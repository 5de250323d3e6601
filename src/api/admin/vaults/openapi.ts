import {
  adminMovedAnswer,
  adminMoveUnitsBody,
  adminVaultEntriesAnswer,
  adminVaultsAnswer,
} from "../../../contracts/admin-vaults"
import type { RouteArea } from "../../../contracts/route-table"
import {
  adminResolveShortfallBody,
  adminShortfallAnswer,
  adminShortfallsAnswer,
} from "../../../contracts/vault-shortfalls"
import { adminGetShortfallsParams } from "./shortfalls/validators"
import { adminGetVaultEntriesParams, adminGetVaultsParams } from "./validators"

const headers = {
  "Idempotency-Key":
    "Makes retries safe: the same key and request move nothing again. 128 characters at most.",
}

export const adminVaultRoutes: RouteArea = {
  name: "Vaults (admin)",
  description: "See who has what, give units and take them out.",
  routes: [
    {
      method: "GET",
      path: "/admin/vaults",
      summary: "Who has what, by variant and owner",
      auth: "admin",
      query: adminGetVaultsParams,
      answers: { 200: adminVaultsAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      method: "GET",
      path: "/admin/vaults/entries",
      summary: "The journal of one owner or of one movement, newest first",
      details:
        "Give `owner_type` and `owner_id`, or `reference`: a grant, a transfer, an order line, a trade.",
      auth: "admin",
      query: adminGetVaultEntriesParams,
      answers: { 200: adminVaultEntriesAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      method: "POST",
      path: "/admin/vaults/grant",
      summary: "Give units to a customer or shared inventory",
      auth: "admin",
      headers,
      body: adminMoveUnitsBody,
      answers: { 200: adminMovedAnswer },
      errors: ["NOT_FOUND", "IDEMPOTENCY_KEY_REUSED", "CHECKOUT_BUSY", "INVALID_DATA"],
    },
    {
      method: "POST",
      path: "/admin/vaults/debit",
      summary: "Take free units out of a vault",
      details: "All of the items, or none.",
      auth: "admin",
      headers,
      body: adminMoveUnitsBody,
      answers: { 200: adminMovedAnswer },
      errors: [
        "NOT_FOUND",
        "INSUFFICIENT_STOCK",
        "IDEMPOTENCY_KEY_REUSED",
        "CHECKOUT_BUSY",
        "INVALID_DATA",
      ],
    },
    {
      method: "GET",
      path: "/admin/vaults/shortfalls",
      summary: "Units that orders could not take out of vaults again, newest first",
      details: "The orders were cancelled or returned when the units had left the vault.",
      auth: "admin",
      query: adminGetShortfallsParams,
      answers: { 200: adminShortfallsAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      method: "POST",
      path: "/admin/vaults/shortfalls/{id}/resolve",
      summary: "Say what was done about a shortfall",
      details: "The vaults are not touched: a grant or debit is a request of its own.",
      auth: "admin",
      params: { id: "Id of the shortfall." },
      body: adminResolveShortfallBody,
      answers: { 200: adminShortfallAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
  ],
}
