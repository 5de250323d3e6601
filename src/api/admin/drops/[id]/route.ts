import type {
  AuthenticatedMedusaRequest,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import type {
  AdminDropAnswer,
  AdminDropDeleted,
  AdminUpdateDrop,
} from "../../../../contracts/admin-drops"
import { handle } from "../../../utils/errors"
import { idOf } from "../../../utils/request"
import { deleteDropWorkflow } from "../../../../workflows/drops/delete-drop"
import { updateDropWorkflow } from "../../../../workflows/drops/update-drop"
import { readAnswer } from "../answer"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminDropAnswer>) => {
  res.json(await readAnswer(req, idOf(req)))
})

export const POST = handle(
  async (
    req: AuthenticatedMedusaRequest<AdminUpdateDrop>,
    res: MedusaResponse<AdminDropAnswer>
  ) => {
    const input = { id: idOf(req), update: req.validatedBody }
    await updateDropWorkflow(req.scope).run({ input })
    res.json(await readAnswer(req, idOf(req)))
  }
)

export const DELETE = handle(async (req: MedusaRequest, res: MedusaResponse<AdminDropDeleted>) => {
  const id = idOf(req)
  await deleteDropWorkflow(req.scope).run({ input: { id } })
  res.json({ id, object: "drop", deleted: true })
})
