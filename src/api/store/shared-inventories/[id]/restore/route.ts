import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreSharedInventoryAnswer } from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { setArchived } from "../../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../../answer"
import { refOf } from "../../context"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryAnswer>) => {
    await setArchived(req.scope, refOf(req), false)
    res.json(await readAnswer(req))
  }
)
