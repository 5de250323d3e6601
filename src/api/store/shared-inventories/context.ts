import type { MedusaRequest } from "@medusajs/framework/http"
import { customerOf } from "../../utils/customer"
import type { InventoryRef } from "../../../domain/shared-inventories/inventories"

/** Who asks, by the token, and about which shared inventory. */
export const refOf = (req: MedusaRequest): InventoryRef => ({
  customer_id: customerOf(req),
  shared_inventory_id: String(req.params.id),
})
