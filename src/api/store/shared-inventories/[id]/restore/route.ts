import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answered } from "../../../../../lib/http/answered"
import { setArchived } from "../../../../../lib/trading/shared-inventories"
import { readAnswer, type SharedInventoryAnswer } from "../../answer"
import { refOf } from "../../context"

/** Takes it out of the archive. For owners. */
export const POST = answered(
  async (req: MedusaRequest, res: MedusaResponse<SharedInventoryAnswer>) => {
    await setArchived(req.scope, refOf(req), false)
    res.json(await readAnswer(req))
  }
)
