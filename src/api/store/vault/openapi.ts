import type { RouteArea } from "../../../contracts/route-table"
import { storeEntriesAnswer, storeUnitsAnswer } from "../../../contracts/vaults"
import { storePageParams } from "../../utils/trading-route"
import { storeUnitsParams } from "./validators"

/** `NOT_FOUND`: where the shop has switched trading off. */
const ALWAYS = ["AUTH_REQUIRED", "NOT_FOUND", "CHECKOUT_BUSY"] as const

export const storeVaultRoutes: RouteArea = {
  name: "Vault",
  description: "What a customer owns and may trade.",
  routes: [
    {
      method: "GET",
      path: "/store/vault",
      summary: "The customer's own units, by variant",
      auth: "customer",
      query: storeUnitsParams,
      answers: { 200: storeUnitsAnswer },
      errors: ALWAYS,
    },
    {
      method: "GET",
      path: "/store/vault/entries",
      summary: "What moved the customer's own units, newest first",
      auth: "customer",
      query: storePageParams,
      answers: { 200: storeEntriesAnswer },
      errors: ALWAYS,
    },
  ],
}
