import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreSharedInventoryAnswer } from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { archiveSharedInventoryWorkflow } from "../../../../../workflows/shared-inventories/archive"
import { readAnswer } from "../../answer"
import { refOf } from "../../context"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryAnswer>) => {
    await archiveSharedInventoryWorkflow(req.scope).run({ input: refOf(req) })
    res.json(await readAnswer(req))
  }
)
