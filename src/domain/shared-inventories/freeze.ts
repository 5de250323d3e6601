import type { MedusaContainer } from "@medusajs/framework/types"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import { noInventory } from "./describe-admin-inventories"
import { inTrade } from "../common/services"
import { tell } from "../common/tell"

/**
 * The merchant stops everything in a shared inventory, or lifts it (null). What was under way when
 * it is frozen finishes or is refused, by whichever came first. To freeze what is frozen only
 * changes the reason.
 *
 * @throws HoldfastError `NOT_FOUND`.
 */
export async function setFrozen(
  container: MedusaContainer,
  id: string,
  reason: string | null
): Promise<void> {
  const before = await inTrade(container, async (rows) => {
    const inventory = await rows.lockSharedInventory(id)
    if (inventory) await rows.setFrozen(id, reason)
    return inventory
  })
  if (!before) throw noInventory(id)
  if ((before.frozen_at !== null) === (reason !== null)) return
  const { inventoryFrozen, inventoryUnfrozen } = TRADING_EVENTS
  const name = reason === null ? inventoryUnfrozen : inventoryFrozen
  await tell(container, [{ name, data: { shared_inventory_id: id } }])
}
