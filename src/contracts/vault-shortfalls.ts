import { z } from "@medusajs/framework/zod"
import { owner } from "./vaults"

/** Units that a cancelled or returned order should have taken out of a vault, and that had left it. */
export const adminVaultShortfall = z.object({
  id: z.string(),
  /** Whose vault it was. */
  owner,
  variant_id: z.string(),
  order_id: z.string(),
  line_item_id: z.string(),
  /** Units that are owed. */
  quantity: z.number().int().positive(),
  created_at: z.iso.datetime(),
  /** When the merchant settled it by other means; null while it is open. */
  resolved_at: z.iso.datetime().nullable(),
  resolved_reason: z.string().nullable(),
})

export const adminResolveShortfallBody = z.strictObject({
  /** What was done about it; kept with the row. */
  reason: z.string().trim().min(1).max(500),
})

/** On Medusa's event bus: one for each shortfall, with ids and units and no personal data. */
export const VAULT_SHORTFALL_EVENT = "holdfast.vault.shortfall"

export interface VaultShortfallData {
  shortfall_id: string
  order_id: string
  line_item_id: string
  variant_id: string
  owner: z.infer<typeof owner>
  quantity: number
}

export type AdminVaultShortfall = z.infer<typeof adminVaultShortfall>
export type AdminResolveShortfallBody = z.infer<typeof adminResolveShortfallBody>
