import type { MedusaRequest } from "@medusajs/framework/http"
import type { InventoryRef } from "../../../domain/shared-inventories/inventories"
import { customerOf, idOf } from "../../utils/request"

/** The caller, by the token, and the shared inventory that the path names. */
export const refOf = (req: MedusaRequest): InventoryRef => ({
  customer_id: customerOf(req),
  shared_inventory_id: idOf(req),
})
