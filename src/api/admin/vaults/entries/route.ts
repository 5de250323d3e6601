import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminVaultEntriesAnswer } from "../../../../contracts/admin-vaults"
import { handle } from "../../../utils/errors"
import { listAdminEntries } from "../../../../domain/vaults/describe"
import type { AdminGetVaultEntriesParams } from "../routes"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<AdminVaultEntriesAnswer>) => {
    const { limit, offset, owner_type, owner_id, reference } =
      req.validatedQuery as AdminGetVaultEntriesParams
    const of =
      owner_type && owner_id
        ? { owners: [{ type: owner_type, id: owner_id }] }
        : { reference: reference ?? "" }
    const { entries, count } = await listAdminEntries(req.scope, of, { limit, offset })
    res.json({ entries, count, offset, limit })
  }
)
