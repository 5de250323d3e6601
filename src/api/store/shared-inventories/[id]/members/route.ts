import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  InviteMemberBody,
  StoreMembersAnswer,
  StoreMemberAnswer,
} from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { pageOf } from "../../../../utils/request"
import { listMembers } from "../../../../../domain/shared-inventories/members"
import { inviteMember } from "../../../../../domain/shared-inventories/members"
import { readMember } from "../../answer"
import { refOf } from "../../context"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<StoreMembersAnswer>) => {
  const { limit, offset } = pageOf(req)
  const { members, count } = await listMembers(req.scope, refOf(req), { limit, offset })
  res.json({ members, count, offset, limit })
})

export const POST = handle(
  async (req: MedusaRequest<InviteMemberBody>, res: MedusaResponse<StoreMemberAnswer>) => {
    const id = await inviteMember(req.scope, refOf(req), req.validatedBody)
    res.status(201).json(await readMember(req, id))
  }
)
