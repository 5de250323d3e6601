import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AdminAllotment } from "../../contracts/allotments"
import type { PoolTotals } from "../../modules/ledger/operations/pool-totals"

/** What is, or was, set aside for a shared inventory. */
export async function describeAllotments(
  container: MedusaContainer,
  inventoryId: string
): Promise<AdminAllotment[]> {
  const totals = await ledgerOf(container).readPoolTotals("shared_inventory", [inventoryId])
  return totals.map(describe)
}

/** Allotments are whole pieces, so their figures fit JSON numbers. */
function describe({ variant_id, quantity, live, sold, closed }: PoolTotals): AdminAllotment {
  const [units, held] = [Number(quantity), Number(live)]
  return {
    variant_id,
    quantity: units,
    held,
    available: Math.max(0, units - held),
    sold: Number(sold),
    closed,
  }
}
