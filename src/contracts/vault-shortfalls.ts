import { z } from "@medusajs/framework/zod"
import { pageOf } from "./common"
import { vaultOwner } from "./vaults"

/**
 * Units that a cancelled or returned order should have taken out of a vault, and that had left it.
 */
export const adminVaultShortfall = z
  .object({
    id: z.string(),
    owner: vaultOwner.describe("Whose vault it was."),
    variant_id: z.string(),
    order_id: z.string(),
    line_item_id: z.string(),
    quantity: z.number().int().positive().describe("Units that are owed."),
    created_at: z.iso.datetime(),
    resolved_at: z.iso
      .datetime()
      .nullable()
      .describe("When the merchant settled it by other means; null while it is open."),
    resolved_reason: z.string().nullable(),
  })
  .meta({ id: "AdminVaultShortfall" })

export const adminShortfallAnswer = z.object({ shortfall: adminVaultShortfall })
export const adminShortfallsAnswer = z.object({
  shortfalls: z.array(adminVaultShortfall),
  ...pageOf,
})

export const adminResolveShortfallBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe("What was done about it; kept with the row."),
})

/** On Medusa's event bus: one for each shortfall, with ids and units and no personal data. */
export const VAULT_SHORTFALL_EVENT = "holdfast.vault.shortfall"

const shortfallData = z.object({
  shortfall_id: z.string(),
  order_id: z.string(),
  line_item_id: z.string(),
  variant_id: z.string(),
  owner: vaultOwner,
  quantity: z.number().int().positive(),
})

export const VAULT_SHORTFALL_EVENT_DATA = {
  [VAULT_SHORTFALL_EVENT]: shortfallData.describe(
    "A cancelled or returned order should have taken units out of a vault, and they had left it."
  ),
} as const

export type VaultShortfallData = z.infer<typeof shortfallData>

export type AdminVaultShortfall = z.infer<typeof adminVaultShortfall>
export type AdminShortfallAnswer = z.infer<typeof adminShortfallAnswer>
export type AdminShortfallsAnswer = z.infer<typeof adminShortfallsAnswer>
export type AdminResolveShortfallBody = z.infer<typeof adminResolveShortfallBody>
