import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { UnitsAt } from "./make-room"
import { compare, multiply } from "../../shared/quantity"
import type { SetAsideShare } from "../inventory/shares"

/** At which levels the set-aside units of some lines lie open to Medusa. */
export async function setAsideUnitsAt(
  container: MedusaContainer,
  shares: readonly SetAsideShare[]
): Promise<UnitsAt[]> {
  if (!shares.length) return []
  const allotments = await ledgerOf(container).listAllotments(shares.map((share) => share.pool_id))
  return shares.flatMap((share) => {
    const mine = allotments.filter((allotment) => allotment.pool_id === share.pool_id)
    const items = [...new Set(mine.map((allotment) => allotment.inventory_item_id))]
    return items.flatMap((item): UnitsAt[] => {
      const here = mine.filter((allotment) => allotment.inventory_item_id === item)
      const quantity = multiply(share.quantity, here[0]?.units_per_pool_unit ?? "0")
      const place = here.find((allotment) => compare(allotment.exposed, quantity) >= 0)
      return [{ counted_id: item, location_id: place?.location_id ?? null, quantity }]
    })
  })
}
