import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answered } from "../../../../../lib/http/answered"
import { setFrozen } from "../../../../../lib/trading/freeze"
import { readAnswer, type SharedInventoryAnswer } from "../../answer"

export const POST = answered(
  async (req: MedusaRequest, res: MedusaResponse<SharedInventoryAnswer>) => {
    await setFrozen(req.scope, String(req.params.id), null)
    res.json(await readAnswer(req))
  }
)
