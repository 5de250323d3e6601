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

/** Units of one variant in a vault. */
export const adminVault = storeVaultUnits
  .extend({ owner: vaultOwner, updated_at: z.iso.datetime() })
  .meta({ id: "AdminVault" })

/** A journal entry, with what shoppers do not see. */
export const adminVaultEntry = storeVaultEntry
  .extend({
    owner: vaultOwner,
    reference: z
      .string()
      .nullable()
      .describe(
        "The grant, transfer, order line or trade that it belongs to; null if it only concerns a hold."
      ),
    actor: z.enum(["shopper", "admin", "system", "sweeper"]),
  })
  .meta({ id: "AdminVaultEntry" })

export const adminVaultsAnswer = z.object({ vaults: z.array(adminVault), ...pageOf })
export const adminVaultEntriesAnswer = z.object({ entries: z.array(adminVaultEntry), ...pageOf })
/** The units of one shared inventory. */
export const adminUnitsAnswer = z.object({ units: z.array(adminVault), ...pageOf })
export const adminMovedAnswer = movedAnswer.extend({ owner: vaultOwner })

/** Units that the merchant grants to a vault or debits from it. */
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
