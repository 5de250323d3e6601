import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreInvitationDeclined } from "../../../../../../contracts/shared-inventories"
import { answered } from "../../../../../utils/answered"
import { customerOf } from "../../../../../utils/customer"
import { declineInvitation } from "../../../../../../domain/shared-inventories/invitations"

export const POST = answered(
  async (req: MedusaRequest, res: MedusaResponse<StoreInvitationDeclined>) => {
    const id = String(req.params.id)
    await declineInvitation(req.scope, customerOf(req), id)
    res.json({ id, object: "invitation", declined: true })
  }
)
