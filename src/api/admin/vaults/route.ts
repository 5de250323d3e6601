import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminVaultsAnswer } from "../../../contracts/admin-vaults"
import type { Owner } from "../../../contracts/vaults"
import { handle } from "../../utils/errors"
import { listAdminVaults } from "../../../domain/vaults/describe"
import type { AdminGetVaultsParams } from "./routes"

const TYPES = ["customer", "shared_inventory"] as const

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminVaultsAnswer>) => {
  const { limit, offset, owner_type, owner_id, variant_id } =
    req.validatedQuery as AdminGetVaultsParams
  const owners = owner_id?.flatMap((id) => TYPES.map((type): Owner => ({ type, id })))
  const { vaults, count } = await listAdminVaults(req.scope, owners ?? "everybody", {
    limit,
    offset,
    owner_type,
    variant_ids: variant_id,
  })
  res.json({ vaults, count, offset, limit })
})
