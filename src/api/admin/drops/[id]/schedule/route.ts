import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminDropAnswer } from "../../../../../contracts/admin-drops"
import { answered } from "../../../../utils/answered"
import { scheduleDropWorkflow } from "../../../../../workflows/drops/schedule-drop"
import { readAnswer } from "../../answer"

/**
 * Sets a draft's stock aside. 409 `INSUFFICIENT_STOCK` with what is free, and then nothing is set
 * aside.
 */
export const POST = answered(async (req: MedusaRequest, res: MedusaResponse<AdminDropAnswer>) => {
  const id = String(req.params.id)
  await scheduleDropWorkflow(req.scope).run({ input: { id } })
  res.json(await readAnswer(req, id))
})
