import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreSharedInventoryAnswer,
  TransferOwnershipBody,
} from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { transferOwnership } from "../../../../../domain/shared-inventories/members"
import { readAnswer } from "../../answer"
import { refOf } from "../../context"

export const POST = handle(
  async (
    req: MedusaRequest<TransferOwnershipBody>,
    res: MedusaResponse<StoreSharedInventoryAnswer>
  ) => {
    await transferOwnership(req.scope, refOf(req), req.validatedBody.member_id)
    res.json(await readAnswer(req))
  }
)
