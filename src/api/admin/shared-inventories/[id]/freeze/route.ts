import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminFreezeBody } from "../../../../../contracts/admin-shared-inventories"
import { answered } from "../../../../../lib/http/answered"
import { setFrozen } from "../../../../../lib/trading/freeze"
import { readAnswer, type SharedInventoryAnswer } from "../../answer"

/** Stops everything in it; its members still see it and may leave. */
export const POST = answered(
  async (req: MedusaRequest<AdminFreezeBody>, res: MedusaResponse<SharedInventoryAnswer>) => {
    await setFrozen(req.scope, String(req.params.id), req.validatedBody.reason)
    res.json(await readAnswer(req))
  }
)
