import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminSharedInventoryAnswer } from "../../../../contracts/admin-shared-inventories"
import { handle } from "../../../utils/errors"
import { readAnswer } from "../answer"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    res.json(await readAnswer(req))
  }
)
