import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreSharedInventoryLeft } from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { leave } from "../../../../../domain/shared-inventories/members"
import { refOf } from "../../context"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryLeft>) => {
    const ref = refOf(req)
    await leave(req.scope, ref)
    res.json({ id: ref.shared_inventory_id, object: "shared_inventory", left: true })
  }
)
