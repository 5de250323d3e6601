import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminSharedInventoryAnswer } from "../../../../../contracts/admin-shared-inventories"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { setFrozen } from "../../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../../answer"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    await setFrozen(req.scope, idOf(req), null)
    res.json(await readAnswer(req))
  }
)
