import type { MedusaRequest } from "@medusajs/framework/http"
import type {
  AdminSharedInventory,
  AdminSharedInventoryAnswer,
} from "../../../contracts/admin-shared-inventories"
import {
  toAdminInventories,
  retrieveInventory,
  type InventoryRow,
} from "../../../domain/shared-inventories/inventories"
import { chosenFields, idOf } from "../../utils/request"

/** Shared inventories with the fields that the query chooses. */
export async function toAnswer(
  req: MedusaRequest,
  rows: readonly InventoryRow[]
): Promise<Partial<AdminSharedInventory>[]> {
  const inventories = await toAdminInventories(req.scope, rows)
  return inventories.map((inventory) => chosenFields(req, inventory))
}

/** The shared inventory that the path names. @throws HoldfastError `NOT_FOUND`. */
export async function readAnswer(req: MedusaRequest): Promise<AdminSharedInventoryAnswer> {
  const row = await retrieveInventory(req.scope, idOf(req))
  const [shared_inventory] = await toAnswer(req, [row])
  return { shared_inventory: shared_inventory ?? {} }
}
