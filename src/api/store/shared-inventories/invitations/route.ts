import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreInvitationsAnswer } from "../../../../contracts/shared-inventories"
import { handle } from "../../../utils/errors"
import { customerOf, pageOf } from "../../../utils/request"
import { listInvitations } from "../../../../domain/shared-inventories/invitations"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreInvitationsAnswer>) => {
    const { limit, offset } = pageOf(req)
    const page = { limit, offset }
    const { invitations, count } = await listInvitations(req.scope, customerOf(req), page)
    res.json({ invitations, count, offset, limit })
  }
)
