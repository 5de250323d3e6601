import { z } from "@medusajs/framework/zod"
import { merchantReason } from "./admin-shared-inventories"
import { id, owner, storeVaultEntry, storeVaultUnits, unitsList } from "./vaults"

/** Units of one variant in somebody's vault. */
export const adminVault = storeVaultUnits.extend({ owner, updated_at: z.iso.datetime() })

/** A line of the journal, with what shoppers are not shown. */
export const adminVaultEntry = storeVaultEntry.extend({
  owner,
  /** What it belongs to: a grant, a transfer, an order line, a trade; null for what only concerns a hold. */
  reference: z.string().nullable(),
  actor: z.enum(["shopper", "admin", "system", "sweeper"]),
})

/** Units that the merchant gives into a vault or takes out of it. */
export const adminMoveUnitsBody = z.strictObject({
  owner: z.strictObject({ type: z.enum(["customer", "shared_inventory"]), id }),
  items: unitsList(1),
  reason: merchantReason,
})

export type AdminVault = z.infer<typeof adminVault>
export type AdminVaultEntry = z.infer<typeof adminVaultEntry>
export type AdminMoveUnitsBody = z.infer<typeof adminMoveUnitsBody>
