import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreMemberAnswer,
  StoreMemberDeleted,
  UpdateMemberBody,
} from "../../../../../../contracts/shared-inventories"
import { handle } from "../../../../../utils/errors"
import { changeRole, removeMember } from "../../../../../../domain/shared-inventories/members"
import { readMember } from "../../../answer"
import { refOf } from "../../../context"

export const POST = handle(
  async (req: MedusaRequest<UpdateMemberBody>, res: MedusaResponse<StoreMemberAnswer>) => {
    await changeRole(req.scope, refOf(req), memberIdOf(req), req.validatedBody.role)
    res.json(await readMember(req, memberIdOf(req)))
  }
)

export const DELETE = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreMemberDeleted>) => {
    const id = memberIdOf(req)
    await removeMember(req.scope, refOf(req), id)
    res.json({ id, object: "member", deleted: true })
  }
)

const memberIdOf = (req: MedusaRequest): string => String(req.params.member_id)
