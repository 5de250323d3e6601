import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminDropAnswer } from "../../../../../contracts/admin-drops"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { scheduleDropWorkflow } from "../../../../../workflows/drops/schedule-drop"
import { readAnswer } from "../../answer"

export const POST = handle(async (req: MedusaRequest, res: MedusaResponse<AdminDropAnswer>) => {
  const id = idOf(req)
  await scheduleDropWorkflow(req.scope).run({ input: { id } })
  res.json(await readAnswer(req, id))
})
