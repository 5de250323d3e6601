import { z } from "@medusajs/framework/zod"
import { merchantReason } from "./admin-shared-inventories"
import { entityId, pageOf } from "./common"
import {
  movedAnswer,
  storeVaultEntry,
  storeVaultUnits,
  variantUnitsList,
  vaultOwner,
} from "./vaults"

/** Units of one variant in somebody's vault. */
export const adminVault = storeVaultUnits
  .extend({ owner: vaultOwner, updated_at: z.iso.datetime() })
  .meta({ id: "AdminVault" })

/** A line of the journal, with what shoppers are not shown. */
export const adminVaultEntry = storeVaultEntry
  .extend({
    owner: vaultOwner,
    reference: z
      .string()
      .nullable()
      .describe(
        "What it belongs to: a grant, a transfer, an order line, a trade; null for what only concerns a hold."
      ),
    actor: z.enum(["shopper", "admin", "system", "sweeper"]),
  })
  .meta({ id: "AdminVaultEntry" })

export const adminVaultsAnswer = z.object({ vaults: z.array(adminVault), ...pageOf })
export const adminVaultEntriesAnswer = z.object({ entries: z.array(adminVaultEntry), ...pageOf })
/** Of one shared inventory. */
export const adminUnitsAnswer = z.object({ units: z.array(adminVault), ...pageOf })
export const adminMovedAnswer = movedAnswer.extend({ owner: vaultOwner })

/** Units that the merchant gives into a vault or takes out of it. */
export const adminMoveUnitsBody = z.strictObject({
  owner: z.strictObject({ type: z.enum(["customer", "shared_inventory"]), id: entityId }),
  items: variantUnitsList(1),
  reason: merchantReason,
})

export type AdminVault = z.infer<typeof adminVault>
export type AdminVaultEntry = z.infer<typeof adminVaultEntry>
export type AdminVaultsAnswer = z.infer<typeof adminVaultsAnswer>
export type AdminVaultEntriesAnswer = z.infer<typeof adminVaultEntriesAnswer>
export type AdminUnitsAnswer = z.infer<typeof adminUnitsAnswer>
export type AdminMovedAnswer = z.infer<typeof adminMovedAnswer>
export type AdminMoveUnitsBody = z.infer<typeof adminMoveUnitsBody>
