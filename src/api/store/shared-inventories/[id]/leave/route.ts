import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreSharedInventoryLeft } from "../../../../../contracts/shared-inventories"
import { handle } from "../../../../utils/errors"
import { leave } from "../../../../../domain/shared-inventories/members"
import { refOf } from "../../context"

/** The caller is a member no more; the units stay. 409 `LAST_OWNER`. */
export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryLeft>) => {
    const ref = refOf(req)
    await leave(req.scope, ref)
    res.json({ id: ref.shared_inventory_id, object: "shared_inventory", left: true })
  }
)
