import { z } from "@medusajs/framework/zod"
import {
  adminMovedAnswer,
  adminMoveUnitsBody,
  adminVaultEntriesAnswer,
  adminVaultsAnswer,
} from "../../../contracts/admin-vaults"
import {
  adminResolveShortfallBody,
  adminShortfallAnswer,
  adminShortfallsAnswer,
} from "../../../contracts/vault-shortfalls"
import { vaultOwner } from "../../../contracts/vaults"
import { defineRoutes } from "../../utils/define-routes"
import { adminPage, ids, longAdminPage, oneOrMany } from "../../utils/query"

const owner_type = vaultOwner.shape.type.optional()

const adminGetVaultsParams = z.object({
  ...adminPage,
  owner_type,
  owner_id: oneOrMany(z.string()),
  variant_id: oneOrMany(z.string()),
})

/** Of one owner, or of one movement. */
const adminGetVaultEntriesParams = z
  .object({
    ...adminPage,
    owner_type,
    owner_id: z.string().optional(),
    reference: z.string().optional(),
  })
  .refine(
    ({ owner_type, owner_id, reference }) =>
      reference ? !owner_type && !owner_id : owner_type && owner_id,
    { message: "Give owner_type and owner_id, or reference" }
  )

const adminGetShortfallsParams = z.object({
  ...longAdminPage,
  owner_type: z.enum(["customer", "shared_inventory"]).optional(),
  owner_id: ids,
  order_id: ids,
  variant_id: ids,
  /** `true`: only resolved ones; `false`: only open ones. */
  resolved: z.enum(["true", "false"]).optional(),
})

const moving = {
  idempotent: "move nothing twice",
  body: adminMoveUnitsBody,
  answer: adminMovedAnswer,
} as const

export const adminVaultRoutes = defineRoutes({
  name: "Vaults (admin)",
  description: "See who owns what, grant units and debit them.",
  auth: "admin",
  resource: "holdfast_vault",
  trading: true,
  errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
  routes: {
    "GET /admin/vaults": {
      summary: "Who owns what, by variant and owner",
      query: adminGetVaultsParams,
      answer: adminVaultsAnswer,
    },
    "GET /admin/vaults/entries": {
      summary: "The journal of one owner or of one movement, newest first",
      details:
        "Give `owner_type` and `owner_id`, or `reference`: a grant, a transfer, an order line, a trade.",
      query: adminGetVaultEntriesParams,
      answer: adminVaultEntriesAnswer,
    },
    "POST /admin/vaults/grant": {
      ...moving,
      summary: "Grant units to a customer or shared inventory",
      errors: ["IDEMPOTENCY_KEY_REUSED", "INVALID_DATA"],
    },
    "POST /admin/vaults/debit": {
      ...moving,
      summary: "Debit free units from a vault",
      details: "All of the items, or none.",
      errors: ["INSUFFICIENT_STOCK", "IDEMPOTENCY_KEY_REUSED", "INVALID_DATA"],
    },
    "GET /admin/vaults/shortfalls": {
      summary: "Units that cancelled or returned orders could not take back, newest first",
      details: "The units had left the vault by then.",
      query: adminGetShortfallsParams,
      answer: adminShortfallsAnswer,
    },
    "POST /admin/vaults/shortfalls/:id/resolve": {
      summary: "Resolve a shortfall",
      details: "Records what was done. The vaults do not change: send a grant or debit for that.",
      params: { id: "Id of the shortfall." },
      body: adminResolveShortfallBody,
      answer: adminShortfallAnswer,
    },
  },
})

export type AdminGetVaultsParams = z.infer<typeof adminGetVaultsParams>
export type AdminGetVaultEntriesParams = z.infer<typeof adminGetVaultEntriesParams>
export type AdminGetShortfallsParams = z.infer<typeof adminGetShortfallsParams>
