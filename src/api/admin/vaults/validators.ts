import { z } from "@medusajs/framework/zod"
import { owner } from "../../../contracts/vaults"
import { adminPage, some } from "../../utils/admin-page"

const owner_type = owner.shape.type.optional()

export const adminGetVaultsParams = z.object({
  ...adminPage,
  owner_type,
  owner_id: some(z.string()),
  variant_id: some(z.string()),
})

/** Of one owner, or of one movement. */
export const adminGetVaultEntriesParams = z
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

export type AdminGetVaultsParams = z.infer<typeof adminGetVaultsParams>
export type AdminGetVaultEntriesParams = z.infer<typeof adminGetVaultEntriesParams>
