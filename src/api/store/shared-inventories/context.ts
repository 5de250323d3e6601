import type { MedusaRequest } from "@medusajs/framework/http"
import type { InventoryRef } from "../../../domain/shared-inventories/inventories"
import { customerOf, idOf } from "../../utils/request"

/** Who asks, by the token, and about which shared inventory. */
export const refOf = (req: MedusaRequest): InventoryRef => ({
  customer_id: customerOf(req),
  shared_inventory_id: idOf(req),
})
