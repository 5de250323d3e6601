import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminUnitsAnswer } from "../../../../../contracts/admin-vaults"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { retrieveInventory } from "../../../../../domain/shared-inventories/inventories"
import { listAdminVaults } from "../../../../../domain/vaults/describe"
import { sharedOf } from "../../../../../domain/shared-inventories/permissions"
import type { AdminGetUnitsParams } from "../../routes"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminUnitsAnswer>) => {
  const { id } = await retrieveInventory(req.scope, idOf(req))
  const { limit, offset, variant_id } = req.validatedQuery as AdminGetUnitsParams
  const page = { limit, offset, variant_ids: variant_id }
  const { vaults, count } = await listAdminVaults(req.scope, [sharedOf(id)], page)
  res.json({ units: vaults, count, offset, limit })
})
