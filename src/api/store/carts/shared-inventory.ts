import type { MedusaRequest } from "@medusajs/framework/http"
import { sharedInventoryOf } from "../../../domain/inventory/demand"
import { guard } from "../../utils/errors"
import { readOptions } from "../../../shared/options"
import { checkMay } from "../../../domain/shared-inventories/permissions"

type StoreRequest = MedusaRequest<{ metadata?: Record<string, unknown> | null }> & {
  auth_context?: { actor_id?: string; actor_type?: string }
}

/**
 * Only a member who is logged in may name a shared inventory in a cart's metadata. The gates check
 * the cart's customer, whom Medusa derives from a typed e-mail address: that alone must not open a
 * group's stock.
 */
export const guardSharedInventory = guard(async (req: StoreRequest) => {
  const inventoryId = sharedInventoryOf(req.validatedBody ?? {})
  if (inventoryId && readOptions().mode === "enforce") {
    const { actor_id, actor_type } = req.auth_context ?? {}
    const customerId = actor_type === "customer" ? actor_id : undefined
    await checkMay(req.scope, customerId, "buy", inventoryId)
  }
})
