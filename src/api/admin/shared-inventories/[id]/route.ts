import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminSharedInventoryAnswer } from "../../../../contracts/admin-shared-inventories"
import { answered } from "../../../utils/answered"
import { readAnswer } from "../answer"

export const GET = answered(
  async (req: MedusaRequest, res: MedusaResponse<AdminSharedInventoryAnswer>) => {
    res.json(await readAnswer(req))
  }
)
