import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminVaultEntriesAnswer } from "../../../../../contracts/admin-vaults"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { retrieveInventory } from "../../../../../domain/shared-inventories/inventories"
import { listAdminEntries } from "../../../../../domain/vaults/describe"
import { sharedOf } from "../../../../../domain/shared-inventories/permissions"
import type { AdminGetEntriesParams } from "../../routes"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<AdminVaultEntriesAnswer>) => {
    const { id } = await retrieveInventory(req.scope, idOf(req))
    const { limit, offset } = req.validatedQuery as AdminGetEntriesParams
    const of = { owners: [sharedOf(id)] }
    const { entries, count } = await listAdminEntries(req.scope, of, { limit, offset })
    res.json({ entries, count, offset, limit })
  }
)
