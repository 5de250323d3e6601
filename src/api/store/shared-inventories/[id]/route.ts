import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreSharedInventoryAnswer,
  UpdateSharedInventoryBody,
} from "../../../../contracts/shared-inventories"
import { handle } from "../../../utils/errors"
import { updateSharedInventory } from "../../../../domain/shared-inventories/inventories"
import { readAnswer } from "../answer"
import { refOf } from "../context"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryAnswer>) => {
    res.json(await readAnswer(req))
  }
)

export const POST = handle(
  async (
    req: MedusaRequest<UpdateSharedInventoryBody>,
    res: MedusaResponse<StoreSharedInventoryAnswer>
  ) => {
    await updateSharedInventory(req.scope, refOf(req), req.validatedBody)
    res.json(await readAnswer(req))
  }
)
