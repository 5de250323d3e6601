import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answered } from "../../../../lib/http/answered"
import { readAnswer, type SharedInventoryAnswer } from "../answer"

export const GET = answered(
  async (req: MedusaRequest, res: MedusaResponse<SharedInventoryAnswer>) => {
    res.json(await readAnswer(req))
  }
)
