import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminSharedInventoryAnswer } from "../../../../../contracts/admin-shared-inventories"
import { answered } from "../../../../utils/answered"
import { setFrozen } from "../../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../../answer"

export const POST = answered(
  async (req: MedusaRequest, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    await setFrozen(req.scope, String(req.params.id), null)
    res.json(await readAnswer(req))
  }
)
