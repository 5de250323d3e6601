import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  CreateSharedInventoryBody,
  StoreSharedInventoriesAnswer,
  StoreSharedInventoryAnswer,
} from "../../../contracts/shared-inventories"
import { handle } from "../../utils/errors"
import { customerOf, pageOf } from "../../utils/request"
import {
  createSharedInventory,
  listSharedInventories,
  retrieveSharedInventory,
} from "../../../domain/shared-inventories/inventories"
import type { StoreSharedInventoriesParams } from "./routes"

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreSharedInventoriesAnswer>) => {
    const page = pageOf<StoreSharedInventoriesParams>(req)
    const { shared_inventories, count } = await listSharedInventories(
      req.scope,
      customerOf(req),
      page
    )
    res.json({ shared_inventories, count, offset: page.offset, limit: page.limit })
  }
)

export const POST = handle(
  async (
    req: MedusaRequest<CreateSharedInventoryBody>,
    res: MedusaResponse<StoreSharedInventoryAnswer>
  ) => {
    const customer_id = customerOf(req)
    const id = await createSharedInventory(req.scope, customer_id, req.validatedBody)
    const shared_inventory = await retrieveSharedInventory(req.scope, {
      customer_id,
      shared_inventory_id: id,
    })
    res.status(201).json({ shared_inventory })
  }
)
