import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  AdminFreezeBody,
  AdminSharedInventoryAnswer,
} from "../../../../../contracts/admin-shared-inventories"
import { answered } from "../../../../utils/answered"
import { setFrozen } from "../../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../../answer"

/** Stops everything in it; its members still see it and may leave. */
export const POST = answered(
  async (req: MedusaRequest<AdminFreezeBody>, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    await setFrozen(req.scope, String(req.params.id), req.validatedBody.reason)
    res.json(await readAnswer(req))
  }
)
