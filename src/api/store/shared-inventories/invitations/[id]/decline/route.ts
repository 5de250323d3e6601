import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreInvitationDeclined } from "../../../../../../contracts/shared-inventories"
import { handle } from "../../../../../utils/errors"
import { customerOf, idOf } from "../../../../../utils/request"
import { declineInvitation } from "../../../../../../domain/shared-inventories/invitations"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreInvitationDeclined>) => {
    const id = idOf(req)
    await declineInvitation(req.scope, customerOf(req), id)
    res.json({ id, object: "invitation", declined: true })
  }
)
