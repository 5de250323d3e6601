import { z } from "@medusajs/framework/zod"
import { entityId } from "../../../contracts/common"
import { storeEntriesAnswer, storeUnitsAnswer } from "../../../contracts/vaults"
import { defineRoutes } from "../../utils/define-routes"
import { oneOrMany, storePage, storePageParams } from "../../utils/query"

const VARIANTS_MAX = 100

/** Of the caller's own vault, or a shared one. */
export const storeUnitsParams = z.object({
  ...storePage,
  variant_id: oneOrMany(entityId, VARIANTS_MAX),
})

export const storeVaultRoutes = defineRoutes({
  name: "Vault",
  description: "What a customer owns and can trade.",
  auth: "customer",
  trading: true,
  errors: ["AUTH_REQUIRED", "NOT_FOUND", "CHECKOUT_BUSY"],
  routes: {
    "GET /store/vault": {
      summary: "The customer's own units, by variant",
      query: storeUnitsParams,
      answer: storeUnitsAnswer,
    },
    "GET /store/vault/entries": {
      summary: "What moved the customer's own units, newest first",
      query: storePageParams,
      answer: storeEntriesAnswer,
    },
  },
})

export type StoreUnitsParams = z.infer<typeof storeUnitsParams>
