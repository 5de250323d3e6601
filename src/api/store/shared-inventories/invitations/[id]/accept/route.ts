import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreSharedInventoryAnswer } from "../../../../../../contracts/shared-inventories"
import { handle } from "../../../../../utils/errors"
import { customerOf, idOf } from "../../../../../utils/request"
import { acceptInvitation } from "../../../../../../domain/shared-inventories/invitations"
import { retrieveSharedInventory } from "../../../../../../domain/shared-inventories/inventories"

export const POST = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoryAnswer>) => {
    const customer_id = customerOf(req)
    const id = await acceptInvitation(req.scope, customer_id, idOf(req))
    const shared_inventory = await retrieveSharedInventory(req.scope, {
      customer_id,
      shared_inventory_id: id,
    })
    res.json({ shared_inventory })
  }
)
