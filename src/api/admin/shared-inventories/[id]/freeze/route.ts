import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  AdminFreezeBody,
  AdminSharedInventoryAnswer,
} from "../../../../../contracts/admin-shared-inventories"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"
import { setFrozen } from "../../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../../answer"

export const POST = handle(
  async (req: MedusaRequest<AdminFreezeBody>, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    await setFrozen(req.scope, idOf(req), req.validatedBody.reason)
    res.json(await readAnswer(req))
  }
)
