import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminVaultEntriesAnswer } from "../../../../../contracts/admin-vaults"
import { answered } from "../../../../utils/answered"
import { retrieveInventory } from "../../../../../domain/shared-inventories/inventories"
import { listAdminEntries } from "../../../../../domain/vaults/describe"
import { sharedOf } from "../../../../../domain/shared-inventories/permissions"
import type { AdminGetEntriesParams } from "../../validators"

/** The journal of its vault, newest first. */
export const GET = answered(
  async (req: MedusaRequest, res: MedusaResponse<AdminVaultEntriesAnswer>) => {
    const { id } = await retrieveInventory(req.scope, String(req.params.id))
    const { limit, offset } = req.validatedQuery as AdminGetEntriesParams
    const of = { owners: [sharedOf(id)] }
    const { entries, count } = await listAdminEntries(req.scope, of, { limit, offset })
    res.json({ entries, count, offset, limit })
  }
)
