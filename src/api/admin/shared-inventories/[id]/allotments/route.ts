import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { tradingOf } from "../../../../../domain/container"
import type {
  AdminAllotmentAnswer,
  AdminAllotmentsAnswer,
  AdminSetAllotmentBody,
} from "../../../../../contracts/allotments"
import { HoldfastError } from "../../../../../shared/errors"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { toAdminAllotments } from "../../../../../domain/shared-inventories/allot"
import { setAllotmentWorkflow } from "../../../../../workflows/shared-inventories/set-allotment"
import type { AdminGetAllotmentsParams } from "../../routes"

export const GET = handle(
  async (
    req: AuthenticatedMedusaRequest<unknown, AdminGetAllotmentsParams>,
    res: MedusaResponse<AdminAllotmentsAnswer>
  ) => {
    const id = idOf(req)
    const [inventory] = await tradingOf(req.scope).listSharedInventories({ id: [id] })
    if (!inventory) throw new HoldfastError("NOT_FOUND", `There is no shared inventory ${id}.`)
    const { limit, offset } = req.validatedQuery as AdminGetAllotmentsParams
    const all = await toAdminAllotments(req.scope, id)
    res.json({ allotments: all.slice(offset, offset + limit), count: all.length, offset, limit })
  }
)

export const POST = handle(
  async (
    req: AuthenticatedMedusaRequest<AdminSetAllotmentBody>,
    res: MedusaResponse<AdminAllotmentAnswer>
  ) => {
    const shared_inventory_id = idOf(req)
    const input = { ...req.validatedBody, shared_inventory_id }
    await setAllotmentWorkflow(req.scope).run({ input })
    const all = await toAdminAllotments(req.scope, shared_inventory_id)
    res.json({ allotment: all.find((one) => one.variant_id === input.variant_id) ?? null })
  }
)
