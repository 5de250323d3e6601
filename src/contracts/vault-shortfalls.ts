import { z } from "@medusajs/framework/zod"
import { pageOf } from "./common"
import { vaultOwner } from "./vaults"

/** Units that a cancelled or returned order should take out of a vault, but that have left it. */
export const adminVaultShortfall = z
  .object({
    id: z.string(),
    owner: vaultOwner.describe("Whose vault it was."),
    variant_id: z.string(),
    order_id: z.string(),
    line_item_id: z.string(),
    quantity: z.number().int().positive().describe("Missing units."),
    created_at: z.iso.datetime(),
    resolved_at: z.iso
      .datetime()
      .nullable()
      .describe("When the merchant resolved it; null while it is open."),
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

/** Emitted once per shortfall, with ids and units and no personal data. */
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
    "A cancelled or returned order should take units out of a vault, but they have left it."
  ),
} as const

export type VaultShortfallData = z.infer<typeof shortfallData>

export type AdminVaultShortfall = z.infer<typeof adminVaultShortfall>
export type AdminShortfallAnswer = z.infer<typeof adminShortfallAnswer>
export type AdminShortfallsAnswer = z.infer<typeof adminShortfallsAnswer>
export type AdminResolveShortfallBody = z.infer<typeof adminResolveShortfallBody>
